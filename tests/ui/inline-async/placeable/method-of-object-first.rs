//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A binding of a `#[placeable]` trait has a method twice: its object's, and that of the trait that it
// implements itself. In method syntax it is the object's, whose call has a type that can be written. The
// other one is reached by a path, and from generic code, and gives a future without a name.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{BoundCall, HeapPlaced, placeable};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[placeable]
trait Count {
    inline async fn next(&mut self) -> u32;
}

struct UpFrom(u32);

impl Count for UpFrom {
    async fn next(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }
}

type Binding = HeapPlaced<Box<dyn Count>>;

fn finish<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("pending"),
    }
}

fn generic<C: Count>(count: &mut C) -> u32 {
    finish(count.next())
}

fn main() {
    let mut binding: Binding = HeapPlaced::new(Box::new(UpFrom(0)));
    let call: BoundCall<&mut Binding, (), u32> = binding.next();
    assert_eq!(finish(call), 1);

    assert_eq!(finish(Count::next(&mut binding)), 2);
    assert_eq!(generic(&mut binding), 3);
}
