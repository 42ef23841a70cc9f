// An `inline async fn` is a method of a trait, with or without a default body, and an impl may
// write it in three ways.

//@ check-pass
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

use std::future::Future;

trait Counter {
    inline async fn next(&mut self) -> u32;
    inline async fn peek(&self) -> u32 {
        0
    }
    fn name(&self) -> &str;
}

struct Inline(u32);

impl Counter for Inline {
    inline async fn next(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }
    fn name(&self) -> &str {
        "inline"
    }
}

struct Async(u32);

impl Counter for Async {
    async fn next(&mut self) -> u32 {
        self.0
    }
    fn name(&self) -> &str {
        "async"
    }
}

struct Explicit(u32);

impl Counter for Explicit {
    fn next(&mut self) -> impl Future<Output = u32> {
        std::future::ready(self.0)
    }
    fn name(&self) -> &str {
        "future"
    }
}

async fn twice<C: Counter>(counter: &mut C) -> u32 {
    counter.next().await + counter.next().await + counter.peek().await
}

fn main() {
    let _ = twice(&mut Inline(0));
    let _ = twice(&mut Async(0));
    let _ = twice(&mut Explicit(0));
}
