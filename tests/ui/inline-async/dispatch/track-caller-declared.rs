//@ run-pass
//@ edition: 2024

// `#[track_caller]` at the declaration of an inline async method leaves calls on an object, by
// function pointer too, with the signature that they have without it.

#![feature(inline_async_fn, async_fn_track_caller)]

use std::panic::Location;
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

trait Where {
    #[track_caller]
    inline async fn given(&self, n: u8) -> u32;
    #[track_caller]
    inline async fn default(&self, text: &str) -> usize {
        assert_ne!(Location::caller().line(), 0);
        text.len()
    }
}

struct It;

impl Where for It {
    #[track_caller]
    async fn given(&self, n: u8) -> u32 {
        assert_ne!(Location::caller().line(), 0);
        n as u32 + 1
    }
}

fn run<W: Where + ?Sized>(it: &W) -> (u32, usize) {
    (block_on(it.given(3)), block_on(it.default("ab")))
}

fn main() {
    assert_eq!(run(&It), (4, 2));
    assert_eq!(run::<dyn Where>(&It), (4, 2));
    let object: &'static dyn Where = &It;
    let pointer: fn(&'static dyn Where, u8) -> _ = <dyn Where as Where>::given;
    assert_eq!(block_on(std::hint::black_box(pointer)(object, 3)), 4);
}
