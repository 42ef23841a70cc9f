//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: holds.rs

// Two loops that go on for ever, each with a call on top of the other's at any time: a bare stack
// would never be popped, and grow. Here 512 bytes serve them, however long they go on.

#![feature(inline_async, future_join)]

extern crate holds;

use std::future::inline_async::{Arena, within};
use std::future::join;
use std::pin::pin;
use std::task::{Context, Waker};

use holds::{Holds, Work, suspend};

async fn forever(work: &dyn Work, count: &mut u32) {
    loop {
        *count += work.work(2).await;
    }
}

fn main() {
    let work: &dyn Work = &Holds::<16>;
    let before = holds::allocations();
    let (mut first, mut second) = (0, 0);
    {
        let arena = pin!(Arena::<512>::new());
        // One begins later, so that there never is a moment when neither has a call.
        let first = forever(work, &mut first);
        let second = async {
            suspend().await;
            forever(work, &mut second).await
        };
        let mut future = pin!(within(arena, join!(first, second)));
        let mut cx = Context::from_waker(Waker::noop());
        for _ in 0..if cfg!(miri) { 100 } else { 10_000 } {
            assert!(future.as_mut().poll(&mut cx).is_pending());
        }
    }
    assert!(first > 90 && second > 90);
    assert_eq!(holds::allocations(), before);
}
