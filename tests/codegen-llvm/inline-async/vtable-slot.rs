//! The vtable of a trait with inline async methods: the table of each method, then size and align of
//! the machine. A table has `run`, `drop`, and size and align of the machine that the method alone needs,
//! the align shifted left by a bit, which says whether that machine fits into a call. The machine of
//! `Reader` is its tag and the largest of what waits and runs. Those of the others do not fit: one is
//! too large, one is aligned to more than a word.

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

// CHECK-DAG: [[READ:@alloc_[0-9a-f]+]] = private unnamed_addr constant {{.*}}6ReaderN{{[^,]*}}4read16inline_async_run{{[^,]*}}, ptr @{{[^,]*}}inline_async7machine4drop{{[^,]*}}, [16 x i8] c"\18\00\00\00\00\00\00\00\11\00\00\00\00\00\00\00"
// (Those of `len` are one function: the types differ in nothing that it uses.)
// CHECK-DAG: @alloc_{{[0-9a-f]+}} = private unnamed_addr constant {{.*}}N{{[^,]*}}3len16inline_async_run{{[^,]*}}, ptr @{{[^,]*}}inline_async7machine4drop{{[^,]*}}, [16 x i8] c"\10\00\00\00\00\00\00\00\11\00\00\00\00\00\00\00"
// CHECK-DAG: @vtable.{{[0-9]+}} = private {{.*}} ptr [[READ]], ptr @alloc_{{[0-9a-f]+}}, [16 x i8] c"\18\00\00\00\00\00\00\00\08\00\00\00\00\00\00\00"
#[unsafe(no_mangle)]
pub fn object(reader: &mut Reader) -> &mut dyn Read {
    reader
}

// CHECK-DAG: [[LARGE:@alloc_[0-9a-f]+]] = private unnamed_addr constant {{.*}}5LargeN{{[^,]*}}4read16inline_async_run{{.*}}, [16 x i8] c"@\00\00\00\00\00\00\00\10\00\00\00\00\00\00\00"
// CHECK-DAG: @vtable.{{[0-9]+}} = private {{.*}} ptr [[LARGE]], {{.*}}, [16 x i8] c"@\00\00\00\00\00\00\00\08\00\00\00\00\00\00\00"
#[unsafe(no_mangle)]
pub fn large(large: &mut Large) -> &mut dyn Read {
    large
}

// CHECK-DAG: [[ALIGNED:@alloc_[0-9a-f]+]] = private unnamed_addr constant {{.*}}7AlignedN{{[^,]*}}4read16inline_async_run{{.*}}, [16 x i8] c"@\00\00\00\00\00\00\00@\00\00\00\00\00\00\00"
// CHECK-DAG: @vtable.{{[0-9]+}} = private {{.*}} ptr [[ALIGNED]], {{.*}}, [16 x i8] c"@\00\00\00\00\00\00\00 \00\00\00\00\00\00\00"
#[unsafe(no_mangle)]
pub fn aligned(aligned: &mut Aligned) -> &mut dyn Read {
    aligned
}

// What is read is a word of the slot.

// CHECK-LABEL: @align
// CHECK: [[WORD:%.*]] = load i64
// CHECK-NOT: lshr
// CHECK: ret i64 [[WORD]]
#[unsafe(no_mangle)]
pub fn align(object: &dyn Read) -> usize {
    layout_of_val(object).align()
}
