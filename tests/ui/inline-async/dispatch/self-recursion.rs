//@ run-pass
//@ edition: 2024

// A method calls itself through objects of its own type: a tree walk with no box written out, as
// the call finds a place for each level.

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

trait Walk {
    inline async fn sum(&self) -> u64;
    inline async fn double(&mut self);
}

struct Tree(u64, Vec<Tree>);

impl Walk for Tree {
    async fn sum(&self) -> u64 {
        let mut sum = self.0;
        for child in &self.1 {
            let child: &dyn Walk = child;
            sum += child.sum().await;
        }
        suspend().await;
        sum
    }
    async fn double(&mut self) {
        self.0 *= 2;
        for child in &mut self.1 {
            (child as &mut dyn Walk).double().await;
        }
    }
}

fn main() {
    let leaf = |n| Tree(n, vec![]);
    let mut tree = Tree(1, vec![Tree(2, vec![leaf(3), leaf(4)]), leaf(5)]);
    assert_eq!(block_on(tree.sum()), 15);
    block_on((&mut tree as &mut dyn Walk).double());
    let object: &dyn Walk = &tree;
    assert_eq!(block_on(object.sum()), 30);
}
