//@ run-pass
//@ edition: 2024
//@ needs-unwind

// A future that holds `&mut self` and a reference into it is dropped when it panics, before the
// panic reaches the caller, who has the object again.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::future::poll_fn;
use std::mem::replace;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

#[placeable]
trait Work {
    inline async fn work(&mut self, panics_at: u32) -> usize;
    fn log(&mut self) -> &mut Vec<u32>;
}

struct Worker(Vec<u32>);

/// Writes into the object as it is dropped.
struct Guard<'a>(&'a mut Vec<u32>);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.push(99);
    }
}

impl Work for Worker {
    async fn work(&mut self, panics_at: u32) -> usize {
        let guard = Guard(&mut self.0);
        for i in 0..3 {
            guard.0.push(i);
            if i == panics_at {
                panic!();
            }
            suspend().await;
        }
        guard.0.len()
    }

    fn log(&mut self) -> &mut Vec<u32> {
        &mut self.0
    }
}

/// Is pending once.
async fn suspend() {
    let mut done = false;
    poll_fn(|_| if replace(&mut done, true) { Poll::Ready(()) } else { Poll::Pending }).await
}

fn run(call: impl Future<Output = usize>) -> Option<usize> {
    let mut call = Box::pin(call);
    let mut cx = Context::from_waker(Waker::noop());
    let result = catch_unwind(AssertUnwindSafe(|| loop {
        if let Poll::Ready(output) = Pin::as_mut(&mut call).poll(&mut cx) {
            return output;
        }
    }));
    result.ok()
}

fn check(object: &mut (impl Work + ?Sized)) {
    for panics_at in 0..3 {
        assert_eq!(run(object.work(panics_at)), None);
        let expected: Vec<_> = (0..=panics_at).chain([99]).collect();
        assert_eq!(*object.log(), expected);
        object.log().clear();
    }
    assert_eq!(run(object.work(9)), Some(3));
    assert_eq!(*object.log(), [0, 1, 2, 99]);
    object.log().clear();
}

fn main() {
    let mut worker = Worker(Vec::new());
    check(&mut worker);
    let object: &mut dyn Work = &mut worker;
    check(object);
    check(&mut HeapPlaced::new(&mut *object));
    let mut binding = HeapPlaced::new(object);
    check(&mut binding as &mut dyn Work);
}
