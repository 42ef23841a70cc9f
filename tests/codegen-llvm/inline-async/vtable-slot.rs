//! The vtable of a trait with inline async methods: the start of each method, then the size of the
//! machine, and its align shifted left by a bit, which says whether the futures fit into a call. The
//! machine of `Reader` is its tag and the larger of two futures. Those of the others do not fit: one
//! is too large, one is aligned to more than a word.

//@ edition: 2024
//@ only-64bit
//@ compile-flags: -Copt-level=3 -Csymbol-mangling-version=v0

#![crate_type = "lib"]
#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{layout_for, layout_of_val};
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

pub struct Large(usize);

impl Read for Large {
    fn read(&mut self, n: usize) -> impl Future<Output = usize> {
        Ready([n + self.0; 7])
    }

    fn len(&self) -> impl Future<Output = usize> {
        Ready([self.0])
    }
}

const _: () = assert!(layout_for::<Large, dyn Read>().size() == 64);

pub struct Aligned(usize);

#[repr(align(32))]
pub struct AlignedReady(Ready<1>);

impl Future for AlignedReady {
    type Output = usize;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<usize> {
        Poll::Ready(self.0.0[0])
    }
}

impl Read for Aligned {
    fn read(&mut self, n: usize) -> impl Future<Output = usize> {
        AlignedReady(Ready([n + self.0]))
    }

    fn len(&self) -> impl Future<Output = usize> {
        Ready([self.0])
    }
}

const _: () = assert!(layout_for::<Aligned, dyn Read>().align() == 32);

// CHECK-DAG: @vtable.{{[0-9]+}} = private {{.*}}6ReaderN{{[^,]*}}4read18inline_async_start{{.*}} ptr @{{[^,]*}}3len18inline_async_start{{[^,]*}}, [16 x i8] c"\18\00\00\00\00\00\00\00\11\00\00\00\00\00\00\00"
#[unsafe(no_mangle)]
pub fn object(reader: &mut Reader) -> &mut dyn Read {
    reader
}

// CHECK-DAG: @vtable.{{[0-9]+}} = private {{.*}}5LargeN{{[^,]*}}4read18inline_async_start{{.*}}, [16 x i8] c"@\00\00\00\00\00\00\00\10\00\00\00\00\00\00\00"
#[unsafe(no_mangle)]
pub fn large(large: &mut Large) -> &mut dyn Read {
    large
}

// CHECK-DAG: @vtable.{{[0-9]+}} = private {{.*}}7AlignedN{{[^,]*}}4read18inline_async_start{{.*}}, [16 x i8] c"@\00\00\00\00\00\00\00@\00\00\00\00\00\00\00"
#[unsafe(no_mangle)]
pub fn aligned(aligned: &mut Aligned) -> &mut dyn Read {
    aligned
}

// What is read is taken apart: the align without the bit, by a shift.

// CHECK-LABEL: @align
// CHECK: [[WORD:%.*]] = load i64
// CHECK: lshr {{.*}}[[WORD]], 1
#[unsafe(no_mangle)]
pub fn align(object: &dyn Read) -> usize {
    layout_of_val(object).align()
}
