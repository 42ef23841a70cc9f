//@ run-pass
//@ edition: 2024

// A machine that was reserved through `dyn Sub` runs methods of a supertrait through views of the
// same object: the futures have different alignments, and each stands where it is aligned.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlace, HeapPlaced, layout_for, placeable};
use std::future::poll_fn;
use std::mem::replace;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[placeable]
trait Tr {
    inline async fn narrow(&mut self) -> u8;
}

#[placeable]
trait Sub: Tr {
    inline async fn wide(&mut self) -> u8;
}

#[repr(align(128))]
struct Aligned(u8);

struct Worker;

fn address_of<T>(value: &T) -> usize {
    (&raw const *value).addr()
}

impl Tr for Worker {
    async fn narrow(&mut self) -> u8 {
        let local = [3u8; 3];
        suspend().await;
        local[0]
    }
}

impl Sub for Worker {
    async fn wide(&mut self) -> u8 {
        let local = Aligned(7);
        let at = address_of(&local);
        suspend().await;
        assert_eq!((address_of(&local), at % 128), (at, 0));
        local.0
    }
}

/// Is pending once.
async fn suspend() {
    let mut done = false;
    poll_fn(|_| if replace(&mut done, true) { Poll::Ready(()) } else { Poll::Pending }).await
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

fn work(object: &mut dyn Tr) -> u8 {
    block_on(object.narrow())
}

fn main() {
    assert!(layout_for::<Worker, dyn Sub>().align() >= 128);
    assert!(layout_for::<Worker, dyn Tr>().align() < 128);

    // Through generic code on the binding, and through the binding as an object of the supertrait.
    let object: Box<dyn Sub> = Box::new(Worker);
    let mut binding = HeapPlaced::new(object);
    for _ in 0..3 {
        assert_eq!(block_on(binding.wide()), 7);
        assert_eq!(block_on(binding.narrow()), 3);
        assert_eq!(work(&mut binding), 3);
    }

    // A place that has served the large machine serves the upcast view, and the other way about.
    let object: &mut dyn Sub = &mut Worker;
    let mut place = HeapPlace::new();
    for _ in 0..3 {
        assert_eq!(block_on(object.wide().in_place(&mut place).unwrap()), 7);
        let view: &mut dyn Tr = object;
        assert_eq!(block_on(view.narrow().in_place(&mut place).unwrap()), 3);
    }

    // A call through the view is cancelled, and the binding goes on.
    let mut call = Box::pin(binding.narrow());
    assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    drop(call);
    assert_eq!(block_on(binding.wide()), 7);
}
