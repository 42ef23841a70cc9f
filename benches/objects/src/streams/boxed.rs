//! Methods that give a `LocalBoxFuture`, written by hand.

use std::io;

use futures_core::future::LocalBoxFuture;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{File, Gunzip, Tcp};

/// A stream.
pub trait Stream {
    fn read<'a>(&'a mut self, buf: &'a mut [u8]) -> LocalBoxFuture<'a, io::Result<usize>>;
    fn write<'a>(&'a mut self, bytes: &'a [u8]) -> LocalBoxFuture<'a, io::Result<()>>;
}

impl Stream for Tcp {
    fn read<'a>(&'a mut self, buf: &'a mut [u8]) -> LocalBoxFuture<'a, io::Result<usize>> {
        Box::pin(self.0.read(buf))
    }

    fn write<'a>(&'a mut self, bytes: &'a [u8]) -> LocalBoxFuture<'a, io::Result<()>> {
        Box::pin(self.0.write_all(bytes))
    }
}

impl Stream for File {
    fn read<'a>(&'a mut self, buf: &'a mut [u8]) -> LocalBoxFuture<'a, io::Result<usize>> {
        Box::pin(self.0.read(buf))
    }

    fn write<'a>(&'a mut self, bytes: &'a [u8]) -> LocalBoxFuture<'a, io::Result<()>> {
        Box::pin(self.0.write_all(bytes))
    }
}

struct Gzip {
    inner: Box<dyn Stream>,
    gunzip: Gunzip,
}

impl Stream for Gzip {
    fn read<'a>(&'a mut self, buf: &'a mut [u8]) -> LocalBoxFuture<'a, io::Result<usize>> {
        Box::pin(async move {
            loop {
                if let Some(result) = self.gunzip.read(buf) {
                    return result;
                }
                let length = self.inner.read(self.gunzip.window()).await?;
                self.gunzip.fill(length);
            }
        })
    }

    fn write<'a>(&'a mut self, _: &'a [u8]) -> LocalBoxFuture<'a, io::Result<()>> {
        Box::pin(std::future::ready(Err(io::ErrorKind::Unsupported.into())))
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
