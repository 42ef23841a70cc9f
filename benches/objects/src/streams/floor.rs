//! The floor: an ordinary `async fn` in a trait, called on a known type.

use std::io;

use super::Gunzip;
use crate::apart::{Apart, NotInlined};

/// A stream.
pub trait Stream {
    fn read(&mut self, buf: &mut [u8]) -> impl Future<Output = io::Result<usize>>;
    fn write(&mut self, bytes: &[u8]) -> impl Future<Output = io::Result<()>>;
}

/// Decompresses a stream.
pub struct Gzip<I> {
    inner: I,
    gunzip: Gunzip,
}

impl<I> Gzip<I> {
    pub fn new(inner: I) -> Self {
        Gzip { inner, gunzip: Gunzip::default() }
    }
}

impl<I: Stream> Stream for Apart<I> {
    fn read(&mut self, buf: &mut [u8]) -> impl Future<Output = io::Result<usize>> {
        NotInlined(self.0.read(buf))
    }

    fn write(&mut self, bytes: &[u8]) -> impl Future<Output = io::Result<()>> {
        NotInlined(self.0.write(bytes))
    }
}

streams!(impl Stream);
gzip!(impl<I: Stream> Stream for Gzip<I>, |this, window| this.inner.read(window));
