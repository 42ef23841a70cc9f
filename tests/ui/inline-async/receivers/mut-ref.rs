//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// `&mut self` and `self: &mut Self`: the call borrows the object for as long as it lives, and
// reborrows it as any method call does.

#![feature(inline_async_fn)]

use std::pin::pin;
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

trait Push {
    inline async fn push(&mut self, n: u32);
    inline async fn full(self: &mut Self) -> usize;
}

impl Push for Vec<u32> {
    async fn push(&mut self, n: u32) {
        suspend().await;
        (*self).push(n);
    }
    async fn full(self: &mut Self) -> usize {
        suspend().await;
        self.len()
    }
}

async fn run(object: &mut dyn Push) -> usize {
    {
        let reborrowed = &mut *object;
        reborrowed.push(1).await;
        // Never polled: nothing is pushed.
        let _ = reborrowed.push(2);
        reborrowed.push(3).await;
    }
    object.push(4).await;
    object.full().await
}

fn main() {
    let mut vec = vec![0];
    assert_eq!(block_on(run(&mut vec)), 4);
    assert_eq!(vec, [0, 1, 3, 4]);
}
