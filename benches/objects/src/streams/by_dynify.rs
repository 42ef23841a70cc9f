//! `dynify`: a call gives a constructor, which puts the future into a buffer of the caller's.

use std::io;
use std::mem::MaybeUninit;

use dynify::{Dynify, dynify};

use super::{File, Gunzip, Tcp};

/// Room for the future of every stream here.
pub const SIZE: usize = 128;

/// A stream.
#[dynify]
#[allow(async_fn_in_trait)]
pub trait Stream {
    async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize>;
    async fn write(&mut self, bytes: &[u8]) -> io::Result<()>;
}

/// Decompresses, with a buffer of a fixed size for the inner stream's future.
struct Fixed {
    inner: Box<dyn DynStream>,
    buffer: [MaybeUninit<u8>; SIZE],
    gunzip: Gunzip,
}

/// Decompresses, with a buffer that grows where it must.
struct Growing {
    inner: Box<dyn DynStream>,
    buffer: Vec<MaybeUninit<u8>>,
    gunzip: Gunzip,
}

streams!(impl Stream);
gzip!(impl Stream for Fixed, |this, window| this.inner.read(window).init(&mut this.buffer));
gzip!(impl Stream for Growing, |this, window| this.inner.read(window).init(&mut this.buffer));

/// A connection.
#[inline(never)]
pub fn tcp(tcp: Tcp) -> Box<dyn DynStream> {
    Box::new(tcp)
}

/// A file, decompressed with a buffer inside or as it is.
#[inline(never)]
pub fn file_fixed(file: File, gunzip: bool) -> Box<dyn DynStream> {
    match gunzip {
        true => Box::new(Fixed {
            inner: Box::new(file),
            buffer: [MaybeUninit::uninit(); SIZE],
            gunzip: Gunzip::default(),
        }),
        false => Box::new(file),
    }
}

/// A file, decompressed with a buffer on the heap or as it is.
#[inline(never)]
pub fn file_growing(file: File, gunzip: bool) -> Box<dyn DynStream> {
    match gunzip {
        true => Box::new(Growing {
            inner: Box::new(file),
            buffer: Vec::new(),
            gunzip: Gunzip::default(),
        }),
        false => Box::new(file),
    }
}
