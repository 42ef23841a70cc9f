//! A TCP peer, read by tokio's `net`.

use std::io;

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

use crate::AsyncRead;

/// Reads what a TCP peer sends.
pub struct Tcp(TcpStream);

impl Tcp {
    /// Connects to `address`, a `HOST:PORT`.
    ///
    /// # Errors
    ///
    /// When `address` is none, or when nobody listens there.
    pub async fn connect(address: &str) -> io::Result<Self> {
        TcpStream::connect(address).await.map(Tcp)
    }
}

impl AsyncRead for Tcp {
    inline async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.0.read(buf).await
    }
}
