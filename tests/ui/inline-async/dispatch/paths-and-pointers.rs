//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// `<dyn Tr as Tr>::m` is a function like any other: called by its path, as a function pointer, and
// as a value that implements `FnOnce`. Its output is an `InlineCall` that can be named.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::InlineCall;
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

trait Add {
    inline async fn add(&self, a: u32, b: u8) -> u64;
    inline async fn none(&mut self);
}

impl Add for u32 {
    async fn add(&self, a: u32, b: u8) -> u64 {
        *self as u64 + a as u64 + b as u64
    }
    async fn none(&mut self) {
        *self += 1;
    }
}

type Call<'a> = InlineCall<&'a dyn Add, (u32, u8), u64>;
type StaticCall<'a> = InlineCall<&'a (dyn Add + 'static), (u32, u8), u64>;

fn apply<'a, F: Future>(f: impl FnOnce(&'a dyn Add, u32, u8) -> F, object: &'a dyn Add) -> F {
    f(object, 1, 2)
}

fn main() {
    let object: &dyn Add = &40_u32;
    assert_eq!(block_on(<dyn Add as Add>::add(object, 1, 1)), 42);
    assert_eq!(block_on(<dyn Add>::add(object, 1, 2)), 43);
    assert_eq!(block_on(Add::add(object, 1, 3)), 44);

    let pointer: for<'a> fn(&'a (dyn Add + 'static), u32, u8) -> StaticCall<'a> =
        <dyn Add as Add>::add;
    let pointer = std::hint::black_box(pointer);
    assert_eq!(block_on(pointer(&1_u32, 2, 3)), 6);

    assert_eq!(block_on(apply(<dyn Add as Add>::add, object)), 43);
    assert_eq!(block_on(apply(|object, a, b| object.add(a, b), object)), 43);

    let call: Call<'_> = object.add(0, 0);
    let mut calls = vec![call];
    calls.push(object.add(5, 5));
    assert_eq!(calls.into_iter().map(block_on).sum::<u64>(), 90);

    let mut number = 1_u32;
    let call: InlineCall<&mut dyn Add, (), ()> = Add::none(&mut number as &mut dyn Add);
    block_on(call);
    assert_eq!(number, 2);
}
