//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: holds.rs

// A future is inside the scope if it is polled with the context that the scope made, or with one
// made from it: what joins and selects by hand, futures behind objects, a context with another
// waker. It is outside if it is polled with a context that an executor makes by itself, even with
// the same waker.

#![feature(inline_async, context_ext, local_waker)]

extern crate holds;

use std::any::Any;
use std::future::inline_async::{Arena, within};
use std::future::poll_fn;
use std::mem;
use std::pin::{Pin, pin};
use std::task::{Context, ContextBuilder, Poll, Waker};

use holds::{Holds, Work};

/// A call that is made and finished where this is polled.
async fn call(suspends: u32) -> u32 {
    let work: &dyn Work = &Holds::<32>;
    work.work(suspends).await
}

/// Polls all until all are done.
async fn join<F: Future>(mut futures: Vec<Pin<&mut F>>) -> Vec<F::Output> {
    let mut outputs: Vec<_> = futures.iter().map(|_| None).collect();
    poll_fn(|cx| {
        for (future, output) in futures.iter_mut().zip(&mut outputs) {
            if output.is_none()
                && let Poll::Ready(ready) = future.as_mut().poll(cx)
            {
                *output = Some(ready);
            }
        }
        if outputs.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    outputs.into_iter().flatten().collect()
}

/// Polls both until one is done, and drops the other.
async fn select<T>(first: impl Future<Output = T>, second: impl Future<Output = T>) -> T {
    let (mut first, mut second) = (pin!(first), pin!(second));
    poll_fn(|cx| match first.as_mut().poll(cx) {
        Poll::Ready(output) => Poll::Ready(output),
        Poll::Pending => second.as_mut().poll(cx),
    })
    .await
}

/// An executor.
fn block_on<F: Future>(future: F, waker: &Waker) -> F::Output {
    let (mut future, mut cx) = (pin!(future), Context::from_waker(waker));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

async fn all() {
    let mut before = holds::allocations();
    let mut allocations = || {
        let after = holds::allocations();
        after - mem::replace(&mut before, after)
    };
    assert_eq!(call(2).await, 2);
    assert_eq!(allocations(), 0);

    assert_eq!(select(call(3), call(1)).await, 1);
    assert_eq!(select(call(2), call(5)).await, 2);
    assert_eq!(allocations(), 0);

    let mut calls = [const { None }; 5];
    for (i, slot) in calls.iter_mut().enumerate() {
        *slot = Some(call(i as u32));
    }
    let mut calls = pin!(calls.map(Option::unwrap));
    // SAFETY: the calls are not moved.
    let calls = unsafe { calls.as_mut().get_unchecked_mut() }.iter_mut();
    // SAFETY: they are pinned with the array.
    let calls = calls.map(|call| unsafe { Pin::new_unchecked(call) }).collect();
    allocations();
    let joined = join(calls).await;
    assert_eq!(joined, [0, 1, 2, 3, 4]);
    // Only the vectors.
    assert!(allocations() <= 4);

    let object: Pin<&mut dyn Future<Output = u32>> = pin!(call(2));
    assert_eq!(object.await, 2);
    assert_eq!(allocations(), 0);

    // A context from this one, with other things in it.
    let mut other = pin!(call(1));
    let (mut extension, waker) = (7u32, Waker::noop().clone());
    poll_fn(|cx| {
        let extension: &mut dyn Any = &mut extension;
        let mut cx = ContextBuilder::from(cx).waker(&waker).ext(extension).build();
        other.as_mut().poll(&mut cx)
    })
    .await;
    assert_eq!(allocations(), 0);

    // The scope is in the context, not on the thread.
    let waker = poll_fn(|cx| Poll::Ready(cx.waker().clone())).await;
    assert_eq!(block_on(call(2), &waker), 2);
    assert_eq!(allocations(), 1);
    let mut other = pin!(call(1));
    poll_fn(|cx| other.as_mut().poll(&mut Context::from_waker(cx.waker()))).await;
    assert_eq!(allocations(), 1);

    // What an executor polls may have a scope of its own.
    let arena = pin!(Arena::<512>::new());
    assert_eq!(block_on(within(arena, call(2)), &waker), 2);
    assert_eq!(allocations(), 0);
    assert_eq!(call(2).await, 2);
    assert_eq!(allocations(), 0);
}

fn main() {
    let arena = pin!(Arena::<4096>::new());
    block_on(within(arena, all()), Waker::noop());
}
