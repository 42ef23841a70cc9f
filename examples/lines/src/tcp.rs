//! A TCP peer.

use std::io;
use std::mem::take;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::connection::Connection;
use crate::stats::Stats;

/// How long a peer may go on sending what nobody reads any more.
const LINGER: Duration = Duration::from_secs(2);

/// The two bytes that the end of a line may have.
const END: usize = "\r\n".len();

/// Reads and writes a TCP stream.
pub struct Tcp {
    stream: TcpStream,
    /// What was read. It never grows: it has room for the longest line and its end.
    buffer: Vec<u8>,
    /// The bytes at the front of the buffer that were given to the caller as a line.
    given: usize,
    longest: usize,
    stats: Stats,
}

impl Tcp {
    /// Lines of `stream` that are no longer than `longest`.
    pub fn new(stream: TcpStream, longest: usize) -> Self {
        let buffer = Vec::with_capacity(longest + END);
        Tcp { stream, buffer, given: 0, longest, stats: Stats::default() }
    }
}

impl Connection for Tcp {
    inline async fn read_line(&mut self) -> io::Result<Option<&str>> {
        self.buffer.drain(..take(&mut self.given));
        let mut searched = 0;
        let end = loop {
            let found = self.buffer[searched..].iter().position(|&byte| byte == b'\n');
            if let Some(found) = found {
                break searched + found;
            }
            searched = self.buffer.len();
            if searched == self.longest + END {
                return Err(too_long(self.longest));
            }
            let room = self.longest + END - searched;
            let read = (&mut self.stream).take(room as u64).read_buf(&mut self.buffer).await?;
            self.stats.received += read as u64;
            if read == 0 {
                return if searched == 0 { Ok(None) } else { Err(cut()) };
            }
        };
        self.given = end + 1;
        let line = &self.buffer[..end];
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.len() > self.longest {
            return Err(too_long(self.longest));
        }
        str::from_utf8(line).map(Some).map_err(io::Error::other)
    }

    inline async fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await?;
        self.stats.sent += bytes.len() as u64;
        Ok(())
    }

    /// A stream that is dropped while the peer still sends is reset, and the peer may lose what it
    /// was sent before. So this reads on, for a while, until the peer has closed its side as well.
    inline async fn close(mut self) -> io::Result<Stats> {
        self.stream.shutdown().await?;
        let unread = async {
            loop {
                self.buffer.clear();
                match self.stream.read_buf(&mut self.buffer).await {
                    Ok(0) | Err(_) => return,
                    Ok(_) => {}
                }
            }
        };
        // Nothing is owed to a peer that goes on for longer.
        let _ = timeout(LINGER, unread).await;
        Ok(self.stats)
    }
}

fn too_long(longest: usize) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the line is longer than {longest} bytes"))
}

fn cut() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the connection ended in the middle of a line")
}
