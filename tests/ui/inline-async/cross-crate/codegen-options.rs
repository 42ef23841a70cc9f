//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: static-reader.rs
//@ revisions: o0 o1 o2 o3 os oz v0 legacy abort thin fat units debug
//@[o0] compile-flags: -Copt-level=0
//@[o1] compile-flags: -Copt-level=1
//@[o2] compile-flags: -Copt-level=2
//@[o3] compile-flags: -Copt-level=3
//@[os] compile-flags: -Copt-level=s
//@[oz] compile-flags: -Copt-level=z
//@[v0] compile-flags: -Csymbol-mangling-version=v0
//@[legacy] compile-flags: -Csymbol-mangling-version=legacy -Zunstable-options
//@[abort] compile-flags: -Cpanic=abort
//@[thin] compile-flags: -Copt-level=3 -Clto=thin
//@[thin] ignore-backends: cranelift
//@[fat] compile-flags: -Copt-level=3 -Clto=fat
//@[fat] ignore-backends: cranelift
//@[units] compile-flags: -Copt-level=3 -Ccodegen-units=64
//@[debug] compile-flags: -Cdebuginfo=2

// Calls into a trait and an implementation of another crate, under every way to generate code.

extern crate static_reader as reader;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use reader::{Doubled, Reader, Up};

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

struct Own([u64; 20]);

impl Reader for Own {
    async fn next(&mut self, add: u64) -> u64 {
        let before = self.0;
        reader::suspend().await;
        self.0[19] += add + before[0];
        self.0[19]
    }
}

fn main() {
    let mut readers: Vec<Box<dyn Reader>> =
        vec![Box::new(Up(0)), Box::new(Own([1; 20])), Box::new(Doubled(Box::new(Up(5))))];
    let mut next = |add| readers.iter_mut().map(|reader| block_on(reader.next(add))).sum::<u64>();
    assert_eq!(next(1), 1 + 3 + 12);
    assert_eq!(next(2), 3 + 6 + 16);
    assert_eq!(block_on(readers[2].twice()), 40);
    assert_eq!(block_on(reader::first(&mut readers)), 4);
}
