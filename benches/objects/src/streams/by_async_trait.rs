//! `async-trait`: every call boxes its future.

use std::io;

use async_trait::async_trait;

use super::{File, Gunzip, Tcp};

/// A stream.
#[async_trait(?Send)]
pub trait Stream {
    async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize>;
    async fn write(&mut self, bytes: &[u8]) -> io::Result<()>;
}

struct Gzip {
    inner: Box<dyn Stream>,
    gunzip: Gunzip,
}

streams!(#[async_trait(?Send)] impl Stream);
gzip!(#[async_trait(?Send)] impl Stream for Gzip, |this, window| this.inner.read(window));

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
