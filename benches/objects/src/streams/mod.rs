//! Streams of bytes: a socket, a file, and a decorator that decompresses another stream.
//!
//! As with the other objects, what they do stands once, here, and a module each has a contestant's
//! trait and its implementations.

use std::io::{self, BufRead, Read};

use flate2::bufread::MultiGzDecoder;

/// A connection.
pub struct Tcp(pub tokio::net::TcpStream);

/// A file, read on tokio's threads.
pub struct File(pub tokio::fs::File);

/// What a decompressing stream is made of beside the stream that it decompresses.
///
/// flate2 reads by itself and knows nothing of waiting. So it reads from a window, which says
/// `WouldBlock` when all its bytes are used up; then it is filled from the inner stream, and flate2
/// goes on where it was.
pub struct Gunzip {
    decoder: MultiGzDecoder<Window>,
}

impl Default for Gunzip {
    fn default() -> Self {
        let window = Window { bytes: vec![0; 32 * 1024].into(), start: 0, end: 0, finished: false };
        Gunzip { decoder: MultiGzDecoder::new(window) }
    }
}

impl Gunzip {
    /// Decompresses into `buf`, or says `None` when it must be filled first.
    pub fn read(&mut self, buf: &mut [u8]) -> Option<io::Result<usize>> {
        match self.decoder.read(buf) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => None,
            result => Some(result),
        }
    }

    /// Where compressed bytes go.
    pub fn window(&mut self) -> &mut [u8] {
        &mut self.decoder.get_mut().bytes
    }

    /// Takes note of what was put into the window.
    pub fn fill(&mut self, length: usize) {
        let window = self.decoder.get_mut();
        (window.start, window.end, window.finished) = (0, length, length == 0);
    }
}

struct Window {
    bytes: Box<[u8]>,
    start: usize,
    end: usize,
    finished: bool,
}

impl BufRead for Window {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end && !self.finished {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        Ok(&self.bytes[self.start..self.end])
    }

    fn consume(&mut self, length: usize) {
        self.start += length;
    }
}

impl Read for Window {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buf)?;
        self.consume(length);
        Ok(length)
    }
}

/// `impl Stream for …` of a socket and a file, with `async fn`.
macro_rules! streams {
    ($(#[$attribute:meta])* impl $Stream:ident) => {
        $(#[$attribute])*
        impl $Stream for super::Tcp {
            async fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
                tokio::io::AsyncReadExt::read(&mut self.0, buf).await
            }

            async fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
                tokio::io::AsyncWriteExt::write_all(&mut self.0, bytes).await
            }
        }

        $(#[$attribute])*
        impl $Stream for super::File {
            async fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
                tokio::io::AsyncReadExt::read(&mut self.0, buf).await
            }

            async fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
                tokio::io::AsyncWriteExt::write_all(&mut self.0, bytes).await
            }
        }
    };
}

/// `impl Stream for $Gzip`, with `async fn`; `$read` is the call of the inner stream's method.
macro_rules! gzip {
    ($(#[$attribute:meta])* impl$(<$I:ident: $Bound:ident>)? $Stream:ident for $Gzip:ty,
     |$this:ident, $window:ident| $read:expr) => {
        $(#[$attribute])*
        impl$(<$I: $Bound>)? $Stream for $Gzip {
            async fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
                let $this = self;
                loop {
                    if let Some(result) = $this.gunzip.read(buf) {
                        return result;
                    }
                    let $window = $this.gunzip.window();
                    let length = $read.await?;
                    $this.gunzip.fill(length);
                }
            }

            async fn write(&mut self, _: &[u8]) -> std::io::Result<()> {
                Err(std::io::ErrorKind::Unsupported.into())
            }
        }
    };
}

pub mod boxed;
pub mod by_async_trait;
pub mod by_dynify;
pub mod by_dynosaur;
pub mod by_stackfuture;
pub mod floor;
pub mod inline;
pub mod poll;
