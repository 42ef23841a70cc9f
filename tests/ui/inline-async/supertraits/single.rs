//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Inline async methods of a supertrait are called through `dyn Sub`, beside those of `Sub`, and
// through the `dyn Super` that it coerces to. The machine of `dyn Sub` holds the methods of both.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{layout_for, layout_of_val};
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

trait Super {
    inline async fn small(&mut self) -> u8;
    fn plain(&self) -> u8;
}

trait Sub: Super {
    inline async fn large(&mut self, bytes: [u8; 500]) -> u8;
    fn sub_plain(&self) -> u8;
}

struct It(u8);

impl Super for It {
    async fn small(&mut self) -> u8 {
        suspend().await;
        self.0 += 1;
        self.0
    }
    fn plain(&self) -> u8 {
        100
    }
}

impl Sub for It {
    async fn large(&mut self, bytes: [u8; 500]) -> u8 {
        suspend().await;
        self.0 += bytes[499];
        self.0
    }
    fn sub_plain(&self) -> u8 {
        200
    }
}

async fn through_super<S: Super + ?Sized>(object: &mut S) -> u8 {
    object.small().await
}

fn main() {
    let mut it = It(0);
    let object: &mut dyn Sub = &mut it;
    assert_eq!(block_on(object.small()), 1);
    assert_eq!(block_on(object.large([2; 500])), 3);
    assert_eq!(object.plain(), 100);
    assert_eq!(object.sub_plain(), 200);
    assert_eq!(block_on(through_super(object)), 4);
    assert_eq!(layout_of_val(object), layout_for::<It, dyn Sub>());
    assert!(layout_of_val(object).size() >= 508);

    let upcast: &mut dyn Super = object;
    assert_eq!(block_on(upcast.small()), 5);
    assert_eq!(upcast.plain(), 100);
    assert_eq!(layout_of_val(upcast), layout_for::<It, dyn Super>());
    assert!(layout_of_val(upcast).size() < 100);
}
