//! `dynosaur`: a type that stands for the trait object, and boxes the future of every call.

use std::io;

use dynosaur::dynosaur;

use super::{File, Gunzip, Tcp};

/// A stream.
#[dynosaur(pub DynStream = dyn(box) Stream)]
#[allow(async_fn_in_trait)]
pub trait Stream {
    async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize>;
    async fn write(&mut self, bytes: &[u8]) -> io::Result<()>;
}

struct Gzip {
    inner: Box<DynStream<'static>>,
    gunzip: Gunzip,
}

streams!(impl Stream);
gzip!(impl Stream for Gzip, |this, window| this.inner.read(window));

/// A connection.
#[inline(never)]
pub fn tcp(tcp: Tcp) -> Box<DynStream<'static>> {
    DynStream::new_box(tcp)
}

/// A file, decompressed or as it is.
#[inline(never)]
pub fn file(file: File, gunzip: bool) -> Box<DynStream<'static>> {
    match gunzip {
        true => {
            DynStream::new_box(Gzip { inner: DynStream::new_box(file), gunzip: Gunzip::default() })
        }
        false => DynStream::new_box(file),
    }
}
