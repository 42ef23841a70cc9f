//@ run-pass
//@ edition: 2024
//@ aux-build: others.rs
//@ revisions: current next optimized
//@[next] compile-flags: -Znext-solver=globally
//@[optimized] compile-flags: -Copt-level=3 -Zmir-opt-level=4

// The trait is another crate's, which knows nothing of who binds its objects; and calls on bindings
// in generic code of another crate are instantiated here. No `use` of the trait is needed.

#![feature(inline_async_fn, inline_async, async_fn_track_caller)]

extern crate others;

use std::panic::Location;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use others::Binding;

struct Sum(u32);

impl<T: Into<u32>> others::Counter<T> for Sum {
    async fn add(&mut self, n: T) -> u32 {
        std::future::ready(()).await;
        self.0 += n.into();
        self.0
    }
    #[track_caller]
    async fn line(&self) -> u32 {
        Location::caller().line()
    }
    async fn close(self) -> u32 {
        self.0
    }
}

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("pending"),
    }
}

fn main() {
    let mut sum: Binding<u8> = Binding::new(Box::new(Sum(0)));
    assert_eq!(now(sum.add(1)), 1);
    assert_eq!(now(others::twice(&mut sum, 2)), 5);
    assert_eq!(now(others::add(&mut sum, 3)), 8);
    assert_eq!(now(sum.line()), line!());
    assert_eq!(now(sum.close()), 8);
    let mut sum: Binding<u16> = Binding::new(Box::new(Sum(0)));
    assert_eq!(now(others::twice(&mut sum, 500)), 1000);
}
