//@ run-pass
//@ edition: 2024
//@ revisions: current next optimized
//@[next] compile-flags: -Znext-solver
//@[optimized] compile-flags: -Copt-level=3 -Zmir-opt-level=4

// Called on a binding, a `#[track_caller]` method sees who called it, in whatever memory it runs.

#![feature(inline_async_fn, inline_async, async_fn_track_caller)]

use std::future::inline_async::{HeapPlaced, InlinePlace, Placed, move_ref, MoveRef, placeable};
use std::panic::Location;
use std::pin::{Pin, pin};
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

#[placeable]
trait Where {
    #[track_caller]
    inline async fn shared(&self) -> u32;
    #[track_caller]
    inline async fn exclusive(&mut self, text: &str) -> (u32, usize);
    #[track_caller]
    fn plain(&self) -> u32;
}

#[placeable]
trait Pinned {
    #[track_caller]
    inline async fn pinned(self: Pin<&mut Self>) -> u32;
}

#[placeable]
trait Owned {
    #[track_caller]
    inline async fn consumed(self, n: u8) -> (u32, u8);
}

struct It;

impl Where for It {
    #[track_caller]
    async fn shared(&self) -> u32 {
        Location::caller().line()
    }
    fn exclusive(&mut self, text: &str) -> impl Future<Output = (u32, usize)> {
        let line = Location::caller().line();
        async move { (line, text.len()) }
    }
    fn plain(&self) -> u32 {
        Location::caller().line()
    }
}

impl Pinned for It {
    #[track_caller]
    async fn pinned(self: Pin<&mut Self>) -> u32 {
        Location::caller().line()
    }
}

impl Owned for It {
    #[track_caller]
    async fn consumed(self, n: u8) -> (u32, u8) {
        (Location::caller().line(), n)
    }
}

fn main() {
    let mut it = HeapPlaced::new(Box::new(It) as Box<dyn Where>);
    assert_eq!(block_on(it.shared()), line!());
    assert_eq!(block_on(it.exclusive("abc")), (line!(), 3));
    assert_eq!(it.plain(), line!());

    // In memory of its own, since the machine is running.
    let (first, first_line) = (it.shared(), line!());
    let (second, second_line) = (it.shared(), line!());
    assert_eq!(block_on(second), second_line);
    assert_eq!(block_on(first), first_line);

    // In other memory, since a call was leaked.
    std::mem::forget(it.exclusive("abc"));
    assert_eq!(block_on(it.exclusive("ab")), (line!(), 2));

    // As an object itself.
    let object: &mut dyn Where = &mut it;
    assert_eq!(block_on(object.shared()), line!());
    assert_eq!(block_on(object.exclusive("a")), (line!(), 1));
    assert_eq!(object.plain(), line!());

    let mut it = HeapPlaced::new(Box::pin(It) as Pin<Box<dyn Pinned>>);
    assert_eq!(block_on(Pin::new(&mut it).pinned()), line!());

    let it = HeapPlaced::new(Box::new(It) as Box<dyn Owned>);
    assert_eq!(block_on(it.consumed(7)), (line!(), 7));
    let it: MoveRef<'_, dyn Owned> = move_ref!(It);
    let place = pin!(InlinePlace::<64>::new());
    let it = Placed::new_in(it, place).ok().unwrap();
    assert_eq!(block_on(it.consumed(8)), (line!(), 8));
}
