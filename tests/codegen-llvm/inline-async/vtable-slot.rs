//! The vtable of a trait with inline async methods: the start of each method, then size and align
//! of the machine. The machine of `Reader` is its tag and the larger of two futures. The lowest bit
//! of the align says that the futures fit into a call.

//@ edition: 2024
//@ only-64bit
//@ compile-flags: -Copt-level=3 -Csymbol-mangling-version=v0

#![crate_type = "lib"]
#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::layout_for;
use std::pin::Pin;
use std::task::{Context, Poll};

pub trait Read {
    inline async fn read(&mut self, n: usize) -> usize;
    inline async fn len(&self) -> usize;
}

pub struct Reader(usize);

pub struct Ready<const WORDS: usize>([usize; WORDS]);

impl<const WORDS: usize> Future for Ready<WORDS> {
    type Output = usize;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<usize> {
        Poll::Ready(self.0[0])
    }
}

impl Read for Reader {
    fn read(&mut self, n: usize) -> impl Future<Output = usize> {
        Ready([n + self.0; 2])
    }

    fn len(&self) -> impl Future<Output = usize> {
        Ready([self.0])
    }
}

const _: () = assert!(layout_for::<Reader, dyn Read>().size() == 24);

// CHECK: @vtable.{{[0-9]+}} = private
// CHECK-SAME: ptr @{{[^,]*}}4read18inline_async_start
// CHECK-SAME: ptr @{{[^,]*}}3len18inline_async_start
// CHECK-SAME: [16 x i8] c"\18\00\00\00\00\00\00\00\09\00\00\00\00\00\00\00"
#[unsafe(no_mangle)]
pub fn object(reader: &mut Reader) -> &mut dyn Read {
    reader
}
