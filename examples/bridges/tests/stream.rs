//! Items of a source, as a stream.

#![feature(inline_async_fn)]

mod common;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::thread;

use bridges::stream::{Items, Source};
use common::{Counting, allocations};
use futures_core::Stream;
use futures_util::{FutureExt, StreamExt};
use tokio::task::yield_now;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Where a source whose last number is this panics.
const UNLUCKY: u32 = 13;

/// Numbers up to a last one, each after so many suspensions.
struct UpTo {
    next: u32,
    last: u32,
    suspensions: u32,
    alive: Arc<()>,
}

impl UpTo {
    fn items(last: u32, suspensions: u32) -> (Items<u32>, Arc<()>) {
        let alive = Arc::new(());
        let source = UpTo { next: 1, last, suspensions, alive: Arc::clone(&alive) };
        (Items::new(Box::new(source)), alive)
    }
}

impl Source<u32> for UpTo {
    async fn next(&mut self) -> Option<u32> {
        let _held = Arc::clone(&self.alive);
        for _ in 0..self.suspensions {
            yield_now().await;
        }
        let next = self.next;
        self.next += 1;
        assert!(next < UNLUCKY || self.last != UNLUCKY, "bad luck");
        (next <= self.last).then_some(next)
    }
}

fn poll<S: Stream + Unpin>(items: &mut S) -> Poll<Option<S::Item>> {
    Pin::new(items).poll_next(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn all_items() {
    for suspensions in [0, 1, 3] {
        let (items, alive) = UpTo::items(5, suspensions);
        let all = items.collect::<Vec<_>>();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        assert_eq!(runtime.block_on(all), [1, 2, 3, 4, 5]);
        assert_eq!(Arc::strong_count(&alive), 1);
    }
}

#[test]
fn no_allocation_an_item() {
    let (mut items, _) = UpTo::items(1000, 2);
    let before = allocations();
    for expected in 1..=1000 {
        assert_eq!(poll(&mut items), Poll::Pending);
        assert_eq!(poll(&mut items), Poll::Pending);
        assert_eq!(poll(&mut items), Poll::Ready(Some(expected)));
    }
    assert_eq!(allocations(), before);
}

#[test]
fn after_the_end_there_is_nothing() {
    let (mut items, alive) = UpTo::items(1, 0);
    assert_eq!(poll(&mut items), Poll::Ready(Some(1)));
    assert_eq!(poll(&mut items), Poll::Ready(None));
    assert_eq!(Arc::strong_count(&alive), 1);
    assert_eq!(poll(&mut items), Poll::Ready(None));
}

#[test]
#[cfg_attr(not(panic = "unwind"), ignore = "a panic is caught")]
fn a_panic_ends_it() {
    let (mut items, alive) = UpTo::items(UNLUCKY, 0);
    for expected in 1..UNLUCKY {
        assert_eq!(poll(&mut items), Poll::Ready(Some(expected)));
    }
    assert!(catch_unwind(AssertUnwindSafe(|| poll(&mut items))).is_err());
    assert_eq!(Arc::strong_count(&alive), 1);
    assert_eq!(poll(&mut items), Poll::Ready(None));
}

#[test]
fn dropped_between_and_within_items() {
    let (mut items, alive) = UpTo::items(5, 1);
    assert_eq!(poll(&mut items), Poll::Pending);
    assert_eq!(Arc::strong_count(&alive), 3, "the source, and its future");
    drop(items);
    assert_eq!(Arc::strong_count(&alive), 1);

    let (items, alive) = UpTo::items(5, 0);
    let mut items = pin!(items);
    assert_eq!(items.next().now_or_never(), Some(Some(1)));
    assert_eq!(Arc::strong_count(&alive), 2);
}

#[test]
fn moved_within_an_item() {
    let (mut items, _) = UpTo::items(5, 1);
    assert_eq!(poll(&mut items), Poll::Pending);
    let mut items = Box::new(items);
    let next = thread::spawn(move || poll(&mut *items)).join().unwrap();
    assert_eq!(next, Poll::Ready(Some(1)));
}
