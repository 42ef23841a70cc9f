//@ run-pass
//@ edition: 2024

// Objects in constants and statics, coerced and upcast at compile time, and the machine's layout as
// a constant.

#![feature(inline_async_fn, inline_async)]

use std::alloc::Layout;
use std::future::inline_async::{InlineCoroutine, layout_for, layout_of_val};
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

trait Super {
    inline async fn up(&self) -> u8;
}

trait Sub: Super {
    inline async fn down(&self, bytes: [u8; 99]) -> u8;
}

struct It(u8);

impl Super for It {
    async fn up(&self) -> u8 {
        self.0
    }
}

impl Sub for It {
    async fn down(&self, bytes: [u8; 99]) -> u8 {
        bytes[98] + self.0
    }
}

static OBJECT: &(dyn Sub + Sync) = &It(1);
const UPCAST: &dyn Super = &It(2) as &dyn Sub;

const LAYOUT: Layout = layout_for::<It, dyn Sub>();
static BYTES: [u8; size_of::<InlineCoroutine<It, dyn Sub>>()] = [0; LAYOUT.size()];

const fn larger<A, B, D: ?Sized>() -> bool {
    size_of::<InlineCoroutine<A, D>>() > layout_for::<B, D>().size()
}

struct Small;

impl Super for Small {
    async fn up(&self) -> u8 {
        0
    }
}

const _: () = assert!(!larger::<Small, It, dyn Super>());

fn main() {
    assert_eq!(block_on(OBJECT.down([2; 99])), 3);
    assert_eq!(block_on(OBJECT.up()), 1);
    assert_eq!(block_on(UPCAST.up()), 2);
    assert_eq!(layout_of_val(OBJECT), LAYOUT);
    assert_eq!(BYTES.len(), LAYOUT.size());
    assert_eq!(layout_of_val(UPCAST), layout_for::<It, dyn Super>());
}
