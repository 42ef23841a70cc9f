//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// A future that never suspends runs on the stack, and leaves the tag of its machine alone: also
// then a shared call has freed the machine when it is ready, panics or is dropped, and the next
// shared call has it. While it runs, a call from within has memory of its own.

#![feature(inline_async_fn, inline_async)]

extern crate kinds;

use std::cell::{Cell, RefCell};
use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::{Pin, pin};
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};

use kinds::{allocations, live};

#[placeable]
trait Work {
    inline async fn work(&self, depth: u32) -> u32;
}

type Binding = HeapPlaced<Rc<dyn Work>>;

struct Worker {
    binding: RefCell<Weak<Binding>>,
    allocated: Cell<usize>,
}

impl Work for Worker {
    async fn work(&self, depth: u32) -> u32 {
        if depth == 0 {
            return 0;
        }
        let binding = self.binding.borrow().upgrade().unwrap();
        let (allocated, output) = allocations(|| now(pin!(binding.work(depth - 1))));
        self.allocated.set(allocated);
        output + 1
    }
}

fn now<F: Future>(future: Pin<&mut F>) -> F::Output {
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("it never suspends"),
    }
}

fn main() {
    let before = live();
    let worker = Rc::new(Worker { binding: RefCell::default(), allocated: Cell::new(0) });
    let binding = Rc::new(HeapPlaced::new(Rc::clone(&worker) as Rc<dyn Work>));
    *worker.binding.borrow_mut() = Rc::downgrade(&binding);
    for _ in 0..3 {
        assert_eq!(allocations(|| now(pin!(binding.work(0)))), (0, 0));
        drop(binding.work(0));
        // The outermost call has the machine, and each of the others its own memory.
        assert_eq!(allocations(|| now(pin!(binding.work(3)))), (3, 3));
        assert_eq!(worker.allocated.get(), 3);

        let mut first = binding.work(0);
        let (made, mut second) = allocations(|| binding.work(1));
        assert_eq!(made, 1);
        // The first has ended, and is not dropped.
        assert_eq!(now(Pin::new(&mut first)), 0);
        assert_eq!(allocations(|| now(Pin::new(&mut second))), (0, 1));
        let (made, third) = allocations(|| binding.work(0));
        assert_eq!(made, 0);
        drop((first, second, third));
    }
    drop(binding);
    drop(worker);
    assert_eq!(live(), before);
}
