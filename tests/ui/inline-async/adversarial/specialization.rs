//@ run-pass
//@ edition: 2024

// Implementations that overlap: which one is in the vtable is settled where the type is known, and
// so is its future. A method that is written anew has a future of its own.

#![feature(inline_async_fn, inline_async, min_specialization)]

use std::future::inline_async::{HeapPlaced, layout_for, placeable};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[placeable]
trait Work {
    inline async fn work(&self) -> usize;
    fn name(&self) -> &'static str;
}

impl<T> Work for Vec<T> {
    async fn work(&self) -> usize {
        self.len()
    }

    default fn name(&self) -> &'static str {
        "any"
    }
}

impl Work for Vec<u8> {
    fn name(&self) -> &'static str {
        "bytes"
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

fn object<T: 'static>(vector: Vec<T>) -> Box<dyn Work> {
    Box::new(vector)
}

fn main() {
    for (object, expected) in
        [(object(vec![1u8, 2]), (2, "bytes")), (object(vec!["a"]), (1, "any"))]
    {
        assert_eq!((block_on(object.work()), object.name()), expected);
        let binding = HeapPlaced::new(object);
        assert_eq!((block_on(binding.work()), binding.name()), expected);
    }
    let layouts = (layout_for::<Vec<u8>, dyn Work>(), layout_for::<Vec<u16>, dyn Work>());
    assert_eq!(layouts.0, layouts.1);
}
