//@ run-pass
//@ edition: 2024

// A trait's own object type in the arguments and outputs of its methods, in default bodies, and
// inside of implementations.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[placeable]
trait Node {
    inline async fn sum(&self) -> u32;
    inline async fn add_to(&mut self, other: &mut dyn Node) -> u32 {
        let own = self.sum().await;
        other.sum().await + own
    }
    inline async fn child(&self) -> Option<Box<dyn Node>>;
    inline async fn visit<'a>(&'a self, with: &'a dyn Node) -> &'a dyn Node;
}

struct Leaf(u32);

impl Node for Leaf {
    async fn sum(&self) -> u32 {
        self.0
    }

    async fn child(&self) -> Option<Box<dyn Node>> {
        (self.0 > 0).then(|| Box::new(Leaf(self.0 - 1)) as Box<dyn Node>)
    }

    async fn visit<'a>(&'a self, with: &'a dyn Node) -> &'a dyn Node {
        if self.0 == 0 { self } else { with }
    }
}

struct Tree(Vec<Box<dyn Node>>);

impl Node for Tree {
    async fn sum(&self) -> u32 {
        let mut sum = 0;
        for node in &self.0 {
            sum += node.sum().await;
        }
        sum
    }

    async fn child(&self) -> Option<Box<dyn Node>> {
        match self.0.first() {
            Some(node) => node.child().await,
            None => None,
        }
    }

    async fn visit<'a>(&'a self, with: &'a dyn Node) -> &'a dyn Node {
        with.visit(self).await
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

fn main() {
    let leaves = || -> Vec<Box<dyn Node>> { vec![Box::new(Leaf(1)), Box::new(Leaf(2))] };
    let tree = Tree(vec![Box::new(Tree(leaves())), Box::new(Leaf(4))]);
    let mut binding = HeapPlaced::new(Box::new(tree) as Box<dyn Node>);
    assert_eq!(block_on(binding.sum()), 7);
    assert_eq!(block_on(binding.add_to(&mut Leaf(3))), 10);
    let child = block_on(binding.child()).unwrap();
    assert_eq!(block_on(child.sum()), 0);
    let leaf = Leaf(0);
    let found = block_on(binding.visit(&leaf));
    assert_eq!(block_on(found.sum()), 0);
    // Another binding as the argument.
    let mut other = HeapPlaced::new(Box::new(Leaf(9)) as Box<dyn Node>);
    assert_eq!(block_on(binding.add_to(&mut other)), 16);
}
