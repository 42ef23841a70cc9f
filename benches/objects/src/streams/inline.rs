//! This feature.

use std::future::inline_async::{
    HeapPlace, HeapPlaced, InlinePlace, Placed, layout_for, placeable,
};
use std::io;
use std::pin::Pin;

use super::{File, Gunzip, Tcp};

/// A stream.
#[placeable]
pub trait Stream {
    inline async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize>;
    inline async fn write(&mut self, bytes: &[u8]) -> io::Result<()>;
}

/// Decompresses, and calls the inner stream as it is.
struct Direct {
    inner: Box<dyn Stream>,
    gunzip: Gunzip,
}

/// Decompresses, and calls the inner stream through a binding.
struct Bound<I> {
    inner: I,
    gunzip: Gunzip,
}

/// Decompresses, and calls the inner stream in a place on the heap.
struct InHeapPlace {
    inner: Box<dyn Stream>,
    place: HeapPlace,
    gunzip: Gunzip,
}

/// Decompresses, and calls the inner stream in a place of a fixed size.
struct InInlinePlace {
    inner: Box<dyn Stream>,
    place: FilePlace,
    gunzip: Gunzip,
}

streams!(impl Stream);
gzip!(impl Stream for Direct, |this, window| this.inner.read(window));
gzip!(impl<I: Stream> Stream for Bound<I>, |this, window| this.inner.read(window));
gzip!(impl Stream for InHeapPlace, |this, window| {
    this.inner.read(window).in_place(&mut this.place).unwrap_or_else(|_| no_room())
});
gzip!(impl Stream for InInlinePlace, |this, window| {
    this.inner.read(window).in_place(this.place.as_mut()).unwrap_or_else(|_| no_room())
});

#[cold]
fn no_room() -> ! {
    panic!("the places are as large as the machines")
}

/// Bytes of the machine of a file, and of the largest stream.
const FILE: usize = layout_for::<File, dyn Stream>().size();
pub const LARGEST: usize = larger(
    larger(FILE, layout_for::<Tcp, dyn Stream>().size()),
    larger(
        layout_for::<Bound<Placed<Box<dyn Stream>, FilePlace>>, dyn Stream>().size(),
        layout_for::<InInlinePlace, dyn Stream>().size(),
    ),
);

const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

/// A place that is pinned as long as the program runs.
type FilePlace = Pin<&'static mut InlinePlace<FILE>>;

fn file_place() -> FilePlace {
    Pin::static_mut(Box::leak(Box::new(InlinePlace::new())))
}

/// A connection.
#[inline(never)]
pub fn tcp(tcp: Tcp) -> Box<dyn Stream> {
    Box::new(tcp)
}

/// How a decompressing stream calls the one that it decompresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inner {
    Direct,
    HeapBinding,
    InlineBinding,
    InHeapPlace,
    InInlinePlace,
}

/// A file, decompressed or as it is.
#[inline(never)]
pub fn file(file: File, gunzip: bool, inner: Inner) -> Box<dyn Stream> {
    let file: Box<dyn Stream> = Box::new(file);
    if !gunzip {
        return file;
    }
    let gunzip = Gunzip::default();
    match inner {
        Inner::Direct => Box::new(Direct { inner: file, gunzip }),
        Inner::HeapBinding => Box::new(Bound { inner: HeapPlaced::new(file), gunzip }),
        Inner::InlineBinding => {
            let inner = Placed::new_in(file, file_place()).unwrap_or_else(|_| no_room());
            Box::new(Bound { inner, gunzip })
        }
        Inner::InHeapPlace => {
            Box::new(InHeapPlace { inner: file, place: HeapPlace::new(), gunzip })
        }
        Inner::InInlinePlace => {
            Box::new(InInlinePlace { inner: file, place: file_place(), gunzip })
        }
    }
}
