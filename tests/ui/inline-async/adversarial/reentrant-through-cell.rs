//@ run-pass
//@ edition: 2024
//@ needs-unwind

// An implementation that reaches its own object through a `RefCell` in the middle of a call gets a
// panic of the cell's, which ends the call like any other; where it only looks, it may.

#![feature(inline_async_fn, inline_async)]

use std::cell::RefCell;
use std::future::inline_async::{HeapPlaced, placeable};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};

#[placeable]
trait Work {
    inline async fn exclusive(&mut self) -> u32;
    inline async fn shared(&self, depth: u32) -> u32;
}

type Shared = RefCell<HeapPlaced<Box<dyn Work>>>;

struct Worker(Weak<Shared>);

impl Work for Worker {
    async fn exclusive(&mut self) -> u32 {
        let this = self.0.upgrade().unwrap();
        // The call that is running has it.
        assert!(this.try_borrow().is_err());
        this.borrow_mut().exclusive().await
    }

    async fn shared(&self, depth: u32) -> u32 {
        let this = self.0.upgrade().unwrap();
        if depth == 0 {
            return 0;
        }
        // A second machine, and in it a third.
        let call = this.borrow();
        Box::pin(call.shared(depth - 1)).await + 1
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

fn main() {
    let shared = Rc::<Shared>::new_cyclic(|weak| {
        RefCell::new(HeapPlaced::new(Box::new(Worker(weak.clone())) as Box<dyn Work>))
    });
    for _ in 0..2 {
        let mut binding = shared.borrow_mut();
        let mut call = binding.exclusive();
        let result = catch_unwind(AssertUnwindSafe(|| {
            Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop()))
        }));
        assert!(result.is_err());
        drop(call);
        drop(binding);
        assert_eq!(block_on(shared.borrow().shared(3)), 3);
    }
}
