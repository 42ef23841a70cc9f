//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Arguments of all kinds and many of them: zero-sized, over-aligned, large, owned, patterns, and
// those that borrow; each arrives as it was given.

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

#[derive(Clone, Copy)]
#[repr(align(64))]
struct Aligned(u8);

struct Pair(u8, String);

trait Take {
    inline async fn many(
        &mut self,
        a: u8,
        b: (),
        c: Aligned,
        d: String,
        e: [u64; 100],
        f: u128,
        g: &mut dyn FnMut(u8),
        h: [(); 3],
        i: bool,
        j: f32,
    ) -> String;
    inline async fn patterns(&self, pair: Pair, tuple: (u8, u8), array: [u8; 3]) -> usize;
    inline async fn slice(&self, parts: &[&str], text: Box<str>) -> usize;
}

struct It;

impl Take for It {
    async fn many(
        &mut self,
        a: u8,
        _: (),
        c: Aligned,
        d: String,
        e: [u64; 100],
        f: u128,
        g: &mut dyn FnMut(u8),
        h: [(); 3],
        i: bool,
        j: f32,
    ) -> String {
        assert_eq!(&raw const c as usize % 64, 0);
        suspend().await;
        assert_eq!(&raw const c as usize % 64, 0);
        g(a);
        format!("{a} {} {d} {} {f} {} {i} {j}", c.0, e[99], h.len())
    }
    async fn patterns(
        &self,
        Pair(n, mut text): Pair,
        (a, _): (u8, u8),
        [first, .., last]: [u8; 3],
    ) -> usize {
        suspend().await;
        text.push('.');
        n as usize + text.len() + a as usize + first as usize + last as usize
    }
    async fn slice(&self, parts: &[&str], text: Box<str>) -> usize {
        parts.iter().map(|part| part.len()).sum::<usize>() + text.len()
    }
}

fn main() {
    let object: &mut dyn Take = &mut It;
    let mut got = 0;
    let text = block_on(object.many(
        1,
        (),
        Aligned(2),
        "three".to_owned(),
        std::array::from_fn(|i| i as u64),
        1 << 100,
        &mut |n| got += n,
        [(); 3],
        true,
        1.5,
    ));
    assert_eq!(text, format!("1 2 three 99 {} 3 true 1.5", 1_u128 << 100));
    assert_eq!(got, 1);
    assert_eq!(block_on(object.patterns(Pair(1, "ab".into()), (10, 20), [30, 40, 50])), 94);
    assert_eq!(block_on(object.slice(&["a", "bc"], "def".into())), 6);
}
