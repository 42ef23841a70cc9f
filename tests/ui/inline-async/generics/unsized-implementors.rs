//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Types that are not `Sized`, object types of other traits among them, implement the trait; behind
// a reference that implements it too they become objects.

#![feature(inline_async_fn)]

use std::fmt::Debug;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

trait Show {
    inline async fn show(&self) -> String;
}

impl Show for str {
    async fn show(&self) -> String {
        self.to_owned()
    }
}

impl<T: Debug> Show for [T] {
    async fn show(&self) -> String {
        format!("{self:?}")
    }
}

impl Show for dyn Debug {
    async fn show(&self) -> String {
        format!("debug {self:?}")
    }
}

impl<S: Show + ?Sized> Show for &S {
    async fn show(&self) -> String {
        (**self).show().await + "&"
    }
}

async fn show<S: Show + ?Sized>(value: &S) -> String {
    value.show().await
}

fn main() {
    let slice: &[u8] = &[1];
    let debug: &dyn Debug = &1;
    let objects: [&dyn Show; 3] = [&"a", &slice, &debug];
    let shown: Vec<_> = objects.iter().map(|&object| block_on(show(object))).collect();
    assert_eq!(shown, ["a&", "[1]&", "debug 1&"]);
    assert_eq!(block_on(show(&objects[1] as &dyn Show)), "[1]&&");
    assert_eq!(block_on(show(debug)), "debug 1");
}
