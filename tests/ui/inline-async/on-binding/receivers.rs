//@ run-pass
//@ edition: 2024
//@ revisions: current next optimized
//@ compile-flags: -Zvalidate-mir
//@[next] compile-flags: -Znext-solver=globally
//@[optimized] compile-flags: -Copt-level=3 -Zmir-opt-level=4

// A binding has the methods of its object, whatever they take as `self`, and no trait is
// implemented for it. What owns the object or its memory is dropped once.

#![feature(inline_async_fn, inline_async)]

use std::cell::Cell;
use std::future::inline_async::{HeapPlaced, InlinePlace, MoveRef, Placed, move_ref};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
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

/// Is pending once.
async fn suspend() {
    let mut pending = true;
    std::future::poll_fn(|_| match std::mem::take(&mut pending) {
        true => Poll::Pending,
        false => Poll::Ready(()),
    })
    .await
}

trait Work {
    inline async fn shared(&self, n: u32) -> u32;
    inline async fn exclusive(&mut self, text: &str, n: u32) -> usize;
    inline async fn explicit<'a>(self: &'a mut Self) -> &'a mut u32;
}

trait Pinned {
    inline async fn pinned(self: Pin<&mut Self>, n: u32) -> u32;
    inline async fn shared(&self) -> u32;
}

trait Owned {
    inline async fn consume(self, n: u32) -> u32;
}

trait ByBox {
    inline async fn boxed(self: Box<Self>, n: u32) -> u32;
    inline async fn pinned(self: Pin<Box<Self>>, n: u32) -> u32;
}

trait ByRc {
    inline async fn rc(self: Rc<Self>, n: u32) -> u32;
    inline async fn arc(self: Arc<Self>, n: u32) -> u32;
}

struct It<'a>(u32, &'a Cell<u32>);

impl Drop for It<'_> {
    fn drop(&mut self) {
        self.1.set(self.1.get() + 1);
    }
}

impl Work for It<'_> {
    async fn shared(&self, n: u32) -> u32 {
        suspend().await;
        self.0 + n
    }
    async fn exclusive(&mut self, text: &str, n: u32) -> usize {
        self.0 += n;
        suspend().await;
        text.len()
    }
    async fn explicit<'a>(self: &'a mut Self) -> &'a mut u32 {
        &mut self.0
    }
}

impl Pinned for It<'_> {
    async fn pinned(mut self: Pin<&mut Self>, n: u32) -> u32 {
        self.0 += n;
        suspend().await;
        self.0
    }
    async fn shared(&self) -> u32 {
        self.0
    }
}

impl Owned for It<'_> {
    async fn consume(self, n: u32) -> u32 {
        suspend().await;
        self.0 + n
    }
}

impl ByBox for It<'_> {
    async fn boxed(self: Box<Self>, n: u32) -> u32 {
        suspend().await;
        self.0 + n
    }
    async fn pinned(self: Pin<Box<Self>>, n: u32) -> u32 {
        self.0 + n
    }
}

impl ByRc for It<'_> {
    async fn rc(self: Rc<Self>, n: u32) -> u32 {
        suspend().await;
        self.0 + n
    }
    async fn arc(self: Arc<Self>, n: u32) -> u32 {
        suspend().await;
        self.0 + n
    }
}

fn main() {
    let drops = Cell::new(0);
    let it = |n| It(n, &drops);

    let mut object = it(1);
    let place = pin!(InlinePlace::<256>::new());
    let mut binding = Placed::new_in(&mut object as &mut dyn Work, place).ok().unwrap();
    assert_eq!(block_on(binding.shared(2)), 3);
    assert_eq!(block_on(binding.exclusive("text", 4)), 4);
    *block_on(binding.explicit()) += 1;
    assert_eq!(block_on(binding.shared(0)), 6);
    // Through references, however many.
    let mut reference = &mut binding;
    assert_eq!(block_on((&&reference).shared(0)), 6);
    assert_eq!(block_on((&mut reference).exclusive("", 1)), 0);
    assert_eq!(block_on(binding.shared(0)), 7);
    // Two at once: the second has memory of its own.
    let (first, second) = (binding.shared(1), binding.shared(2));
    assert_eq!(block_on(second), 9);
    assert_eq!(block_on(first), 8);
    drop(binding);
    drop(object);
    assert_eq!(drops.take(), 1);

    let rc: Rc<dyn Work> = Rc::new(it(1));
    assert_eq!(block_on(HeapPlaced::new(rc.clone()).shared(1)), 2);
    drop(rc);
    assert_eq!(drops.take(), 1);

    let mut binding = HeapPlaced::new(Box::pin(it(1)) as Pin<Box<dyn Pinned>>);
    assert_eq!(block_on(binding.pinned(2)), 3);
    assert_eq!(block_on((&mut binding).pinned(2)), 5);
    assert_eq!(block_on(Pin::new(&mut binding).pinned(2)), 7);
    assert_eq!(block_on(binding.shared()), 7);
    drop(binding);
    assert_eq!(drops.take(), 1);

    let binding = HeapPlaced::new(Box::new(it(1)) as Box<dyn Owned>);
    assert_eq!(block_on(binding.consume(2)), 3);
    assert_eq!(drops.take(), 1);
    let owned: MoveRef<'_, dyn Owned> = move_ref!(it(1));
    let place = pin!(InlinePlace::<256>::new());
    let binding = Placed::new_in(owned, place).ok().unwrap();
    assert_eq!(block_on(binding.consume(2)), 3);
    assert_eq!(drops.take(), 1);

    // The pointer is that of the binding.
    let binding = HeapPlaced::new(Box::new(it(1)) as Box<dyn ByBox>);
    assert_eq!(block_on(binding.boxed(2)), 3);
    assert_eq!(drops.take(), 1);
    let binding = HeapPlaced::new(Box::pin(it(1)) as Pin<Box<dyn ByBox>>);
    assert_eq!(block_on(binding.pinned(2)), 3);
    assert_eq!(drops.take(), 1);
    let rc: Rc<dyn ByRc> = Rc::new(it(1));
    assert_eq!(block_on(HeapPlaced::new(rc.clone()).rc(2)), 3);
    assert_eq!((Rc::strong_count(&rc), drops.get()), (1, 0));
    assert_eq!(block_on(HeapPlaced::new(rc).rc(2)), 3);
    assert_eq!(drops.take(), 1);
    let place = pin!(InlinePlace::<256>::new());
    let arc: Arc<dyn ByRc> = Arc::new(it(1));
    assert_eq!(block_on(Placed::new_in(arc, place).ok().unwrap().arc(2)), 3);
    assert_eq!(drops.take(), 1);
}
