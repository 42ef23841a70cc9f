//@ run-pass
//@ edition: 2024

// A second call of a `&self` method on a binding, made while the first one runs, has a place of
// its own; when both are done the machine serves the next. The same goes for direct calls.

#![feature(inline_async_fn, inline_async)]

use std::cell::Cell;
use std::future::inline_async::{HeapPlaced, InlinePlace, Placed, placeable};
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

#[placeable]
trait Work {
    /// Gives where its future stands, once `go` is set.
    inline async fn work(&self, go: &Cell<bool>) -> usize;
}

struct Worker<const ROOM: usize>;

impl<const ROOM: usize> Work for Worker<ROOM> {
    async fn work(&self, go: &Cell<bool>) -> usize {
        let room = [0u8; ROOM];
        poll_fn(|_| if go.get() { Poll::Ready(()) } else { Poll::Pending }).await;
        room.as_ptr().addr()
    }
}

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

fn three_at_once(object: &impl Work) -> [usize; 3] {
    let go = [const { Cell::new(false) }; 3];
    let mut calls = go.each_ref().map(|go| Box::pin(object.work(go)));
    for call in &mut calls {
        assert!(poll(call.as_mut()).is_pending());
    }
    // In an order that is neither that of the calls nor its reverse.
    let mut at = [0; 3];
    for i in [1, 0, 2] {
        go[i].set(true);
        let Poll::Ready(output) = poll(calls[i].as_mut()) else { panic!() };
        at[i] = output;
    }
    at
}

fn check<const ROOM: usize>() {
    let object: &dyn Work = &Worker::<ROOM>;
    let [a, b, c] = three_at_once(&object);
    assert!(a != b && b != c && c != a);

    let place = pin!(InlinePlace::<1024>::new());
    let start = (&raw const *place).addr();
    let binding = Placed::new_in(object, place).unwrap();
    for _ in 0..2 {
        // The first call finds the machine idle, the others do not.
        let inside = three_at_once(&binding).map(|at| (start..start + 1024).contains(&at));
        assert_eq!(inside, [true, false, false]);
    }

    let binding = HeapPlaced::new(object);
    let [first, ..] = three_at_once(&binding);
    let [a, b, c] = three_at_once(&binding);
    assert!(a == first && a != b && b != c && c != a);
}

impl Work for &dyn Work {
    async fn work(&self, go: &Cell<bool>) -> usize {
        (**self).work(go).await
    }
}

fn main() {
    check::<8>();
    check::<500>();
}
