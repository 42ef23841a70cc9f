//@ run-pass
//@ edition: 2024
//@ needs-unwind

// A panic in a method, at its start, in a poll or in the drop of its future, goes on to the caller.
// Nothing is dropped twice or forgotten, and the object can be called again.

#![feature(inline_async_fn)]

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::rc::Rc;
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

struct Count(Rc<Cell<u32>>);

impl Drop for Count {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

trait Fail {
    inline async fn at_start(&mut self, count: Count) -> u8;
    inline async fn at_once(&mut self, count: Count) -> u8;
    inline async fn later(&mut self, count: Count) -> u8;
    inline async fn in_drop(&mut self, count: Count, big: [u64; 32]) -> u8;
    inline async fn not(&mut self, count: Count) -> u8;
}

struct It;

struct Bomb(bool);

impl Drop for Bomb {
    fn drop(&mut self) {
        if self.0 {
            panic!("drop");
        }
    }
}

impl Fail for It {
    fn at_start(&mut self, count: Count) -> impl Future<Output = u8> {
        if true {
            panic!("start");
        }
        async move {
            drop(count);
            1
        }
    }
    async fn at_once(&mut self, _count: Count) -> u8 {
        panic!("at once")
    }
    async fn later(&mut self, _count: Count) -> u8 {
        let _other = Count(_count.0.clone());
        suspend().await;
        panic!("later")
    }
    async fn in_drop(&mut self, _count: Count, big: [u64; 32]) -> u8 {
        let mut bomb = Bomb(true);
        suspend().await;
        bomb.0 = big[0] == 1;
        2
    }
    async fn not(&mut self, _count: Count) -> u8 {
        3
    }
}

fn message<T>(f: impl FnOnce() -> T) -> &'static str {
    *catch_unwind(AssertUnwindSafe(f)).err().expect("a panic").downcast::<&str>().unwrap()
}

fn main() {
    let drops = Rc::new(Cell::new(0));
    let count = || Count(drops.clone());
    let object: &mut dyn Fail = &mut It;

    assert_eq!(message(|| block_on(object.at_start(count()))), "start");
    assert_eq!(drops.take(), 1);
    assert_eq!(message(|| block_on(object.at_once(count()))), "at once");
    assert_eq!(drops.take(), 1);
    assert_eq!(message(|| block_on(object.later(count()))), "later");
    assert_eq!(drops.take(), 2);

    // The drop of a cancelled call.
    let cancel = || {
        let mut call = pin!(object.in_drop(count(), [1; 32]));
        assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    };
    assert_eq!(message(cancel), "drop");
    assert_eq!(drops.take(), 1);
    // A drop at the end of the method.
    assert_eq!(message(|| block_on(object.in_drop(count(), [1; 32]))), "drop");
    assert_eq!(drops.take(), 1);

    assert_eq!(block_on(object.in_drop(count(), [0; 32])), 2);
    assert_eq!(block_on(object.not(count())), 3);
    assert_eq!(drops.take(), 2);

    // Polled again after a panic, a call panics as an `async fn` does, and drops nothing twice.
    let mut call = pin!(object.at_once(count()));
    let mut poll = || call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready();
    assert_eq!(message(&mut poll), "at once");
    assert!(catch_unwind(AssertUnwindSafe(&mut poll)).is_err());
    assert_eq!(drops.take(), 1);
}
