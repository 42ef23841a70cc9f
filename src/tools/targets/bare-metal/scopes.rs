//! Calls that find their memory in a scope.

use core::future::inline_async::{Arena, within};
use core::pin::pin;
use core::task::Poll;

use crate::help::{block_on, poll, suspend};

trait Node {
    inline async fn sum(&self, weights: [u32; 8]) -> u32;
}

struct Leaf(u32);

impl Node for Leaf {
    async fn sum(&self, weights: [u32; 8]) -> u32 {
        suspend().await;
        self.0 * weights.iter().sum::<u32>()
    }
}

struct Pair<'a>(&'a dyn Node, &'a dyn Node);

impl Node for Pair<'_> {
    async fn sum(&self, weights: [u32; 8]) -> u32 {
        self.0.sum(weights).await + self.1.sum(weights).await
    }
}

pub fn large() {
    let (one, two, three) = (Leaf(1), Leaf(2), Leaf(3));
    let inner = Pair(&two, &three);
    let tree: &dyn Node = &Pair(&one, &inner);
    let mut arena = pin!(Arena::<1024>::new());
    for _ in 0..10 {
        assert_eq!(block_on(within(arena.as_mut(), tree.sum([2; 8]))), 96);
    }
}

pub fn overlap() {
    let (one, two) = (Leaf(1), Leaf(2));
    let (one, two): (&dyn Node, &dyn Node) = (&one, &two);
    let arena = pin!(Arena::<1024>::new());
    let both = async {
        let (mut first, mut second) = (pin!(one.sum([1; 8])), pin!(two.sum([1; 8])));
        assert!(core::future::poll_fn(|cx| {
            let first = first.as_mut().poll(cx).is_pending();
            Poll::Ready(first && second.as_mut().poll(cx).is_pending())
        })
        .await);
        // The one that came later goes on.
        second.await + first.await
    };
    let mut scope = pin!(within(arena, both));
    assert_eq!(poll(scope.as_mut()), Poll::Ready(24));
}
