//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Every call on a trait object reaches the method of the object's own type, as often as it is made,
// with and without suspension, whatever type stands behind the object.

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

trait Counter {
    inline async fn add(&mut self, by: u64) -> u64;
    inline async fn get(&self) -> u64;
    inline async fn reset(&mut self);
}

struct Plain(u64);

impl Counter for Plain {
    inline async fn add(&mut self, by: u64) -> u64 {
        self.0 += by;
        self.0
    }
    inline async fn get(&self) -> u64 {
        self.0
    }
    inline async fn reset(&mut self) {
        self.0 = 0;
    }
}

/// Counts by twos, and suspends in every method.
struct Slow {
    count: u64,
    name: String,
}

impl Counter for Slow {
    inline async fn add(&mut self, by: u64) -> u64 {
        for _ in 0..by {
            suspend().await;
            self.count += 2;
        }
        self.count
    }
    inline async fn get(&self) -> u64 {
        suspend().await;
        self.count + self.name.len() as u64
    }
    inline async fn reset(&mut self) {
        suspend().await;
        self.count = 0;
        self.name.clear();
    }
}

async fn run(counter: &mut dyn Counter) -> [u64; 5] {
    let first = counter.add(2).await;
    let second = counter.add(3).await;
    let third = counter.get().await;
    counter.reset().await;
    [first, second, third, counter.get().await, counter.add(1).await]
}

fn main() {
    assert_eq!(block_on(run(&mut Plain(0))), [2, 5, 5, 0, 1]);
    assert_eq!(block_on(run(&mut Slow { count: 0, name: "abc".into() })), [4, 10, 13, 0, 2]);

    let mut counters: Vec<Box<dyn Counter>> =
        vec![Box::new(Plain(1)), Box::new(Slow { count: 1, name: String::new() })];
    let mut sum = 0;
    for _ in 0..3 {
        for counter in &mut counters {
            sum += block_on(counter.add(1));
        }
    }
    assert_eq!(sum, (2 + 3 + 4) + (3 + 5 + 7));
}
