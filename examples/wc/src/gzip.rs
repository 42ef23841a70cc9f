//! A decorator that decompresses another reader's bytes.

use std::io::{self, BufRead, Read};

use flate2::bufread::MultiGzDecoder;

use crate::AsyncRead;

const WINDOW: usize = 32 * 1024;

/// Reads what comes out when `inner`'s bytes are decompressed, all members of them.
///
/// flate2 reads by itself and knows nothing of waiting. So it reads from a [`Window`], which says
/// `WouldBlock` when all its bytes are used up; then it is filled from `inner`, and flate2 goes on
/// where it was.
pub struct Gzip {
    inner: Box<dyn AsyncRead>,
    decoder: MultiGzDecoder<Window>,
}

impl Gzip {
    /// Decompresses `inner`.
    pub fn new(inner: Box<dyn AsyncRead>) -> Self {
        let window = Window { bytes: vec![0; WINDOW].into(), start: 0, end: 0, finished: false };
        Gzip { inner, decoder: MultiGzDecoder::new(window) }
    }
}

impl AsyncRead for Gzip {
    inline async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.decoder.read(buf) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    let window = self.decoder.get_mut();
                    let length = self.inner.read(&mut window.bytes).await?;
                    (window.start, window.end, window.finished) = (0, length, length == 0);
                }
                result => return result,
            }
        }
    }
}

/// Compressed bytes that were read and not yet used.
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
