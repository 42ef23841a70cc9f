//@ run-pass
//@ edition: 2024

// A `&self` method that calls back into its own binding, as it is called, in its poll or as it is
// dropped, finds the machine claimed and has a place of its own.

#![feature(inline_async_fn, inline_async)]

use std::cell::{Cell, RefCell};
use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::{Pin, pin};
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};

#[placeable]
trait Work {
    inline async fn work(&self, depth: u32) -> u32;
}

type Binding = HeapPlaced<Rc<dyn Work>>;

struct Worker {
    binding: RefCell<Weak<Binding>>,
    drops: Cell<u32>,
}

/// Calls back as it is dropped.
struct Local<'a>(&'a Worker, [u32; 4]);

impl Drop for Local<'_> {
    fn drop(&mut self) {
        self.0.drops.set(self.0.drops.get() + 1);
        assert_eq!(self.1, [1, 2, 3, 4]);
        assert_eq!(block_on(self.0.binding().work(0)), 0);
        assert_eq!(self.1, [1, 2, 3, 4]);
    }
}

impl Worker {
    fn binding(&self) -> Rc<Binding> {
        self.binding.borrow().upgrade().unwrap()
    }
}

impl Work for Worker {
    fn work(&self, depth: u32) -> impl Future<Output = u32> {
        let from_start = if depth == 0 { 0 } else { block_on(self.binding().work(depth - 1)) };
        async move {
            if depth == 0 {
                return 0;
            }
            let local = Local(self, [1, 2, 3, 4]);
            let binding = self.binding();
            let from_poll = binding.work(depth - 1).await;
            drop(local);
            from_start + from_poll + 1
        }
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
    let worker = Rc::new(Worker { binding: RefCell::default(), drops: Cell::new(0) });
    let binding = Rc::new(HeapPlaced::new(Rc::clone(&worker) as Rc<dyn Work>));
    *worker.binding.borrow_mut() = Rc::downgrade(&binding);
    for i in 1..4 {
        assert_eq!(block_on(binding.work(3)), 7);
        assert_eq!(worker.drops.get(), i * 7);
    }
    let mut call = binding.work(2);
    assert!(Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop())).is_ready());
    // One that waits.
    drop(binding.work(2));
}
