//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A symbol name of a default body, or of a method in an impl, is the name of that body alone. The
// shims of the method, which are made for it in the trait and for each type, have names of their own,
// so that nothing is defined twice.

#![feature(inline_async_fn, linkage)]
#![allow(no_mangle_generic_items, unused_attributes)]

use std::pin::pin;
use std::task::{Context, Poll, Waker};

trait Tr {
    #[unsafe(export_name = "inline_async_exported")]
    inline async fn exported(&self, x: u64) -> u64 {
        x + 1
    }
    #[unsafe(no_mangle)]
    inline async fn inline_async_not_mangled(&self, x: u64) -> u64 {
        x + 2
    }
    #[linkage = "weak"]
    inline async fn weak(&self, x: u64) -> u64 {
        x + 3
    }
    #[cfg_attr(target_os = "linux", unsafe(link_section = ".text.inline_async"))]
    inline async fn in_section(&self, x: u64) -> u64 {
        x + 4
    }
    #[linkage = "internal"]
    #[unsafe(export_name = "inline_async_internal")]
    inline async fn internal(&self, x: u64) -> u64 {
        x + 5
    }
    inline async fn of_impl(&self, x: u64) -> u64;
}

struct A;

impl Tr for A {
    #[unsafe(export_name = "inline_async_of_impl")]
    async fn of_impl(&self, x: u64) -> u64 {
        x + 6
    }
}

fn poll<F: Future>(future: F) -> Poll<F::Output> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

fn main() {
    let object: &dyn Tr = &A;
    assert_eq!(poll(object.exported(1)), Poll::Ready(2));
    assert_eq!(poll(object.inline_async_not_mangled(1)), Poll::Ready(3));
    assert_eq!(poll(object.weak(1)), Poll::Ready(4));
    assert_eq!(poll(object.in_section(1)), Poll::Ready(5));
    assert_eq!(poll(object.internal(1)), Poll::Ready(6));
    assert_eq!(poll(object.of_impl(1)), Poll::Ready(7));
    assert_eq!(poll(A.exported(1)), Poll::Ready(2));
}
