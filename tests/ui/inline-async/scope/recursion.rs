//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: holds.rs
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Objects that call one another, and themselves, to a depth that is known at run time, and know
// nothing of scopes: all their calls are in an arena in the frame of whoever began.

#![feature(inline_async_fn, inline_async)]

extern crate holds;

use std::future::inline_async::{Arena, within};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use holds::{allocations, suspend};

trait Expression {
    inline async fn value(&mut self, variable: u64) -> u64;
}

struct Variable;

impl Expression for Variable {
    async fn value(&mut self, variable: u64) -> u64 {
        let held = [variable; 16];
        suspend().await;
        held[9]
    }
}

struct Sum<'a>(&'a mut dyn Expression, &'a mut dyn Expression);

impl Expression for Sum<'_> {
    async fn value(&mut self, variable: u64) -> u64 {
        let held = [variable; 16];
        let sum = self.0.value(held[3]).await + self.1.value(held[5]).await;
        suspend().await;
        sum
    }
}

/// Its variable so often.
struct Times(u64);

impl Expression for Times {
    async fn value(&mut self, variable: u64) -> u64 {
        if self.0 == 0 {
            return 0;
        }
        let (held, less) = ([variable; 16], &mut Times(self.0 - 1) as &mut dyn Expression);
        held[1] + less.value(held[2]).await
    }
}

fn main() {
    let (mut one, mut two, mut times) = (Variable, Variable, Times(20));
    let mut inner = Sum(&mut one, &mut times);
    let mut tree = Sum(&mut inner, &mut two);
    let tree: &mut dyn Expression = &mut tree;
    let mut cx = Context::from_waker(Waker::noop());
    let before = allocations();
    {
        let arena = pin!(Arena::<{ 16 * 1024 }>::new());
        let mut value = pin!(within(arena, async { tree.value(1).await + tree.value(2).await }));
        let value = loop {
            if let Poll::Ready(value) = value.as_mut().poll(&mut cx) {
                break value;
            }
        };
        assert_eq!(value, 22 + 44);
    }
    assert_eq!(allocations(), before);
}
