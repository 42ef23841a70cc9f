//! `stackfuture`: methods that give a future of a fixed size, boxed where that is too small.

use std::io;

use stackfuture::StackFuture;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{File, Gunzip, Tcp};

/// Room for the future of every stream here.
pub const SIZE: usize = 128;

/// A stream. The library asks for `Send` futures, and so for `Send` objects.
pub trait Stream: Send {
    fn read<'a>(&'a mut self, buf: &'a mut [u8]) -> StackFuture<'a, io::Result<usize>, SIZE>;
    fn write<'a>(&'a mut self, bytes: &'a [u8]) -> StackFuture<'a, io::Result<()>, SIZE>;
}

impl Stream for Tcp {
    fn read<'a>(&'a mut self, buf: &'a mut [u8]) -> StackFuture<'a, io::Result<usize>, SIZE> {
        StackFuture::from_or_box(self.0.read(buf))
    }

    fn write<'a>(&'a mut self, bytes: &'a [u8]) -> StackFuture<'a, io::Result<()>, SIZE> {
        StackFuture::from_or_box(self.0.write_all(bytes))
    }
}

impl Stream for File {
    fn read<'a>(&'a mut self, buf: &'a mut [u8]) -> StackFuture<'a, io::Result<usize>, SIZE> {
        StackFuture::from_or_box(self.0.read(buf))
    }

    fn write<'a>(&'a mut self, bytes: &'a [u8]) -> StackFuture<'a, io::Result<()>, SIZE> {
        StackFuture::from_or_box(self.0.write_all(bytes))
    }
}

struct Gzip {
    inner: Box<dyn Stream>,
    gunzip: Gunzip,
}

impl Stream for Gzip {
    fn read<'a>(&'a mut self, buf: &'a mut [u8]) -> StackFuture<'a, io::Result<usize>, SIZE> {
        StackFuture::from_or_box(async move {
            loop {
                if let Some(result) = self.gunzip.read(buf) {
                    return result;
                }
                let length = self.inner.read(self.gunzip.window()).await?;
                self.gunzip.fill(length);
            }
        })
    }

    fn write<'a>(&'a mut self, _: &'a [u8]) -> StackFuture<'a, io::Result<()>, SIZE> {
        StackFuture::from_or_box(std::future::ready(Err(io::ErrorKind::Unsupported.into())))
    }
}

/// A connection.
#[inline(never)]
pub fn tcp(tcp: Tcp) -> Box<dyn Stream> {
    Box::new(tcp)
}

/// A file, decompressed or as it is.
#[inline(never)]
pub fn file(file: File, gunzip: bool) -> Box<dyn Stream> {
    match gunzip {
        true => Box::new(Gzip { inner: Box::new(file), gunzip: Gunzip::default() }),
        false => Box::new(file),
    }
}
