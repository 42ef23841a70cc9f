//@ run-pass
//@ edition: 2024
//@ aux-build: counting.rs
//@ no-prefer-dynamic

// A heap binding allocates when it is made and never again, whichever methods are called and
// however often, through `&mut dyn` of the binding too. An inline binding allocates nothing at
// all.

#![feature(inline_async_fn, inline_async)]

extern crate counting;

use std::future::inline_async::{HeapPlaced, InlinePlace, Placed, placeable};
use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use counting::allocations;

#[placeable]
trait Work {
    inline async fn small(&mut self) -> u32;
    inline async fn large(&mut self, with: &mut [u8]) -> u32;
    inline async fn shared(&self, with: [u64; 20]) -> u64;
    inline async fn default(&mut self, with: &mut [u8]) -> u32 {
        self.large(with).await + self.small().await
    }
}

struct Worker(u32);

async fn suspend(mut times: u32) {
    poll_fn(|_| {
        if times == 0 {
            return Poll::Ready(());
        }
        times -= 1;
        Poll::Pending
    })
    .await
}

impl Work for Worker {
    async fn small(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }

    async fn large(&mut self, with: &mut [u8]) -> u32 {
        let room = [1u8; 500];
        suspend(3).await;
        with.copy_from_slice(&room[..with.len()]);
        with.len() as u32
    }

    async fn shared(&self, with: [u64; 20]) -> u64 {
        suspend(1).await;
        with.iter().sum()
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

async fn all<W: Work + ?Sized>(worker: &mut W) {
    for i in 0..10 {
        let mut bytes = [0; 40];
        let before = worker.small().await;
        assert_eq!(worker.large(&mut bytes).await, 40);
        assert_eq!(worker.shared([i; 20]).await, 20 * i);
        assert_eq!(worker.default(&mut bytes).await, 41 + before);
        // Cancelled calls allocate nothing either.
        let mut call = pin!(worker.large(&mut bytes));
        poll_fn(|cx| Poll::Ready(assert!(call.as_mut().poll(cx).is_pending()))).await;
    }
}

fn main() {
    let mut worker = Worker(0);
    let object: &mut dyn Work = &mut worker;

    let (made, mut binding) = allocations(|| HeapPlaced::new(&mut *object));
    assert_eq!(made, 1);
    assert_eq!(allocations(|| block_on(all(&mut binding))).0, 0);
    assert_eq!(allocations(|| block_on(all(&mut binding as &mut dyn Work))).0, 0);
    // A binding of a binding has a machine of a few words.
    let (made, mut outer) = allocations(|| HeapPlaced::new(&mut binding as &mut dyn Work));
    assert_eq!(made, 1);
    assert_eq!(allocations(|| block_on(all(&mut outer))).0, 0);
    drop(outer);
    drop(binding);

    let (count, ()) = allocations(|| {
        let place = pin!(InlinePlace::<1024>::new());
        let mut binding = Placed::new_in(&mut *object, place).unwrap();
        block_on(all(&mut binding));
        block_on(all(&mut binding as &mut dyn Work));
    });
    assert_eq!(count, 0);

    // Without a binding it is one allocation a call, if the method's own future is large.
    assert_eq!(allocations(|| block_on(object.large(&mut []))).0, 1);
    assert_eq!(allocations(|| block_on(object.small())).0, 0);
}
