//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A blanket impl for sized types does not get in the way of the object type's own impl.

#![feature(inline_async_fn)]

use std::fmt::Display;
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
    inline async fn show(&self, times: usize) -> String;
}

impl<T: Display> Show for T {
    async fn show(&self, times: usize) -> String {
        self.to_string().repeat(times)
    }
}

async fn generic<T: Show + ?Sized>(value: &T) -> String {
    value.show(2).await
}

fn main() {
    let objects: [&dyn Show; 3] = [&1, &"a", &true];
    let shown: Vec<_> = objects.iter().map(|object| block_on(object.show(3))).collect();
    assert_eq!(shown, ["111", "aaa", "truetruetrue"]);
    assert_eq!(block_on(generic(objects[0])), "11");
    assert_eq!(block_on(generic(&2)), "22");
}
