//@ run-pass
//@ edition: 2024
//@ aux-build: hand.rs
//@ needs-unwind
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// A binding is an implementation like any other, so it can be the object of a binding, and that of
// another: a call that consumes the outermost consumes all, and each object, place and allocation
// goes once, wherever the call ends.

#![feature(inline_async_fn, inline_async)]

extern crate hand;

use std::future::inline_async::{HeapPlace, HeapPlaced, MoveRef, Placed, move_ref, placeable};
use std::mem::forget;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use hand::{block_on, poll, suspend};

#[placeable]
trait Work {
    inline async fn step(&mut self) -> u32;
    inline async fn finish(self, panics: bool) -> u32;
}

struct Worker(u32, #[allow(dead_code)] Rc<()>, [u64; 9]);

impl Work for Worker {
    async fn step(&mut self) -> u32 {
        suspend().await;
        self.0 += 1;
        self.0
    }

    async fn finish(self, panics: bool) -> u32 {
        suspend().await;
        if panics {
            resume_unwind(Box::new(()));
        }
        assert_eq!(self.2, [7; 9]);
        self.0
    }
}

fn bind<'a>(object: impl Work + 'a) -> HeapPlaced<Box<dyn Work + 'a>> {
    HeapPlaced::new(Box::new(object))
}

fn nested(alive: &Rc<()>) -> impl Work + Unpin {
    let mut inner = bind(Worker(0, Rc::clone(alive), [7; 9]));
    assert_eq!(block_on(inner.step()), 1);
    let mut middle = bind(inner);
    assert_eq!(block_on(middle.step()), 2);
    let mut outer = bind(middle);
    assert_eq!(block_on(outer.step()), 3);
    outer
}

fn main() {
    let alive = Rc::new(());
    let is_gone = || Rc::strong_count(&alive) == 1;

    drop(nested(&alive));
    assert!(is_gone());

    let mut binding = bind(nested(&alive));
    // Cancelled in the middle of all four.
    let mut call = binding.step();
    assert!(poll(Pin::new(&mut call)).is_pending());
    drop(call);
    assert_eq!(block_on(binding.step()), 4);
    assert_eq!(block_on(binding.finish(false)), 4);
    assert!(is_gone());

    for polls in 0..2 {
        let mut call = bind(nested(&alive)).finish(false);
        for _ in 0..polls {
            assert!(poll(Pin::new(&mut call)).is_pending());
        }
        assert!(!is_gone());
        drop(call);
        assert!(is_gone());
    }

    let mut call = bind(nested(&alive)).finish(true);
    assert!(poll(Pin::new(&mut call)).is_pending());
    assert!(catch_unwind(AssertUnwindSafe(|| poll(Pin::new(&mut call)))).is_err());
    assert!(is_gone());
    drop(call);
    assert!(is_gone());

    // An object in this frame, in bindings on the heap.
    {
        let object: MoveRef<'_, dyn Work> = move_ref!(Worker(9, Rc::clone(&alive), [7; 9]));
        let outer = bind(Placed::new_in(object, HeapPlace::new()).unwrap());
        let mut call = outer.finish(false);
        assert!(poll(Pin::new(&mut call)).is_pending());
        assert_eq!(poll(Pin::new(&mut call)), Poll::Ready(9));
        assert!(is_gone());
    }

    // A call that was leaked in the middle leaves its object alone, and the outer bindings work.
    let mut binding = bind(nested(&alive));
    let mut call = binding.step();
    assert!(poll(Pin::new(&mut call)).is_pending());
    forget(call);
    assert_eq!(block_on(binding.step()), 4);
    assert_eq!(block_on(binding.finish(false)), 4);
    assert!(is_gone());
}
