//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// `&self`: any number of calls run at once on one object, each with a machine of its own, those of
// the same method included; `self: &Self` is the same.

#![feature(inline_async_fn)]

use std::cell::RefCell;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Is pending once.
async fn suspend() {
    let mut pending = true;
    std::future::poll_fn(|_| match std::mem::take(&mut pending) {
        true => Poll::Pending,
        false => Poll::Ready(()),
    })
    .await
}

trait Shared {
    inline async fn steps(&self, name: &'static str, count: u32) -> u32;
    inline async fn full(self: &Self, name: &'static str) -> usize;
}

struct Log(RefCell<Vec<(&'static str, u32)>>);

impl Shared for Log {
    async fn steps(&self, name: &'static str, count: u32) -> u32 {
        for step in 0..count {
            self.0.borrow_mut().push((name, step));
            suspend().await;
        }
        count
    }
    async fn full(self: &Self, name: &'static str) -> usize {
        self.0.borrow_mut().push((name, 100));
        suspend().await;
        self.0.borrow().len()
    }
}

fn main() {
    let log = Log(RefCell::default());
    let object: &dyn Shared = &log;
    let mut cx = Context::from_waker(Waker::noop());
    {
        let mut a = pin!(object.steps("a", 2));
        let mut b = pin!(object.steps("b", 3));
        let mut c = pin!(object.full("c"));
        assert!(a.as_mut().poll(&mut cx).is_pending());
        assert!(b.as_mut().poll(&mut cx).is_pending());
        assert!(c.as_mut().poll(&mut cx).is_pending());
        assert!(b.as_mut().poll(&mut cx).is_pending());
        assert!(a.as_mut().poll(&mut cx).is_pending());
        assert_eq!(c.as_mut().poll(&mut cx), Poll::Ready(5));
        assert_eq!(a.as_mut().poll(&mut cx), Poll::Ready(2));
        assert!(b.as_mut().poll(&mut cx).is_pending());
        assert_eq!(b.as_mut().poll(&mut cx), Poll::Ready(3));
    }
    assert_eq!(
        log.0.into_inner(),
        [("a", 0), ("b", 0), ("c", 100), ("b", 1), ("a", 1), ("b", 2)]
    );
}
