//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Where the trait says that its futures are `Send`, a method may call itself through a box, two types
// may call one another, and a method may make an object of its own trait. What the future of an
// implementation is does not depend on whether it is `Send`.

#![feature(inline_async_fn)]

use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

#[inline_async(send)]
trait Node: Send + Sync {
    inline async fn child(&self) -> Option<Box<dyn Node>>;
    inline async fn sum(&self, n: u32) -> u32;
    inline async fn other(&self, n: u32) -> u32;
}

struct Level(u32);

impl Node for Level {
    async fn child(&self) -> Option<Box<dyn Node>> {
        let make = |level| Box::new(Level(level)) as Box<dyn Node>;
        self.0.checked_sub(1).map(make)
    }

    async fn sum(&self, n: u32) -> u32 {
        if n == 0 { 0 } else { n + Box::pin(self.sum(n - 1)).await }
    }

    async fn other(&self, n: u32) -> u32 {
        if n == 0 { self.0 } else { Box::pin(Leaf.other(n - 1)).await + 1 }
    }
}

struct Leaf;

impl Node for Leaf {
    async fn child(&self) -> Option<Box<dyn Node>> {
        None
    }

    async fn sum(&self, n: u32) -> u32 {
        let node: Box<dyn Node> = Box::new(Level(1));
        node.sum(n).await
    }

    async fn other(&self, n: u32) -> u32 {
        if n == 0 { 100 } else { Box::pin(Level(n).other(n - 1)).await + 1 }
    }
}

// The same with a parameter, and with an auto trait that is not `Send` among the bounds.
#[inline_async(send)]
trait Count {
    inline async fn count(&self, n: u8) -> u8;
}

impl<T: Copy + Send + Sync + Into<u8>> Count for T {
    async fn count(&self, n: u8) -> u8 {
        if n == 0 { (*self).into() } else { Box::pin(self.count(n - 1)).await + 1 }
    }
}

// And without the attribute, where nothing is asked.
trait Local {
    inline async fn count(&self, n: u8) -> u8;
}

impl Local for Rc<u8> {
    async fn count(&self, n: u8) -> u8 {
        let rc = Rc::clone(self);
        if n == 0 { *rc } else { Box::pin(rc.count(n - 1)).await + 1 }
    }
}

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing waits"),
    }
}

fn is_send<T: Send>(value: T) -> T {
    value
}

fn main() {
    let root: Box<dyn Node> = Box::new(Level(3));
    assert_eq!(now(is_send(root.sum(3))), 6);
    assert_eq!(now(is_send(Leaf.sum(4))), 10);
    assert_eq!(now(root.other(3)), 103);
    let (mut node, mut levels) = (root, 0);
    while let Some(child) = now(node.child()) {
        node = child;
        levels += 1;
    }
    assert_eq!(levels, 3);

    let count: &(dyn Count + Sync) = &7_u8;
    assert_eq!(now(is_send(count.count(5))), 12);
    let local: &dyn Local = &Rc::new(7);
    assert_eq!(now(local.count(5)), 12);
}
