//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Elided, named, early-bound and higher-ranked lifetimes in the arguments of one method.

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

trait Many {
    inline async fn elided(&mut self, a: &str, b: &mut Vec<u8>, c: Option<&u8>) -> usize;
    inline async fn named<'a, 'b>(&self, a: &'a str, b: &'b str, first: bool) -> (&'b str, &'a str);
    inline async fn early<'a, 'b, 'c>(&'c self, a: &'a str, b: &'b str) -> &'c str
    where
        'a: 'c,
        'b: 'a;
    inline async fn ranked(&self, f: &dyn for<'x> Fn(&'x str) -> &'x str, a: &str) -> usize;
    inline async fn pointer(&self, f: for<'x> fn(&'x u8, &u8) -> &'x u8) -> u8;
    inline async fn anonymous(&self, a: std::slice::Iter<'_, u8>) -> u8;
}

struct It(u8);

impl Many for It {
    async fn elided(&mut self, a: &str, b: &mut Vec<u8>, c: Option<&u8>) -> usize {
        b.push(self.0);
        suspend().await;
        b.extend(c);
        a.len() + b.len()
    }
    async fn named<'a, 'b>(&self, a: &'a str, b: &'b str, first: bool) -> (&'b str, &'a str) {
        suspend().await;
        if first { (&b[..1], &a[..1]) } else { (b, a) }
    }
    async fn early<'a, 'b, 'c>(&'c self, a: &'a str, b: &'b str) -> &'c str
    where
        'a: 'c,
        'b: 'a,
    {
        suspend().await;
        if self.0 == 0 { a } else { b }
    }
    async fn ranked(&self, f: &dyn for<'x> Fn(&'x str) -> &'x str, a: &str) -> usize {
        suspend().await;
        f(a).len()
    }
    async fn pointer(&self, f: for<'x> fn(&'x u8, &u8) -> &'x u8) -> u8 {
        *f(&self.0, &1)
    }
    async fn anonymous(&self, a: std::slice::Iter<'_, u8>) -> u8 {
        a.sum()
    }
}

fn main() {
    let object: &mut dyn Many = &mut It(3);
    let mut bytes = vec![];
    assert_eq!(block_on(object.elided("abc", &mut bytes, Some(&9))), 5);
    assert_eq!(bytes, [3, 9]);
    assert_eq!(block_on(object.named("a-", "b-", true)), ("b", "a"));
    assert_eq!(block_on(object.early("a", "b")), "b");
    assert_eq!(block_on(object.ranked(&|text| &text[1..], "abc")), 2);
    assert_eq!(block_on(object.pointer(|a, _| a)), 3);
    assert_eq!(block_on(object.anonymous([1, 2, 3].iter())), 6);
}
