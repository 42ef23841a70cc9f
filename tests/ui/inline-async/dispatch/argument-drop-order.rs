//@ run-pass
//@ edition: 2024

// Arguments and locals of a call on an object are dropped in the order of a call on a known type,
// each once, when the call is finished, when it is cancelled after a poll, and (arguments alone)
// when it was never polled.

#![feature(inline_async_fn)]

use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

type Log = Rc<RefCell<Vec<&'static str>>>;

struct Noisy(&'static str, Log);

impl Drop for Noisy {
    fn drop(&mut self) {
        self.1.borrow_mut().push(self.0);
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

trait Take {
    inline async fn take(&mut self, a: Noisy, _: Noisy, _c: Noisy, d: Noisy) -> u8;
}

struct It(Log);

impl Take for It {
    async fn take(&mut self, a: Noisy, _: Noisy, _c: Noisy, d: Noisy) -> u8 {
        let _local = Noisy("local", self.0.clone());
        drop(d);
        suspend().await;
        let _late = Noisy("late", self.0.clone());
        drop(a);
        7
    }
}

/// The drops that happen in a call that is polled so many times and then dropped.
fn trace<T: Take + ?Sized>(log: &Log, it: &mut T, polls: usize) -> Vec<&'static str> {
    let noisy = |name| Noisy(name, log.clone());
    {
        let mut call = pin!(it.take(noisy("a"), noisy("b"), noisy("c"), noisy("d")));
        let mut cx = Context::from_waker(Waker::noop());
        for poll in 1..=polls {
            let expected = if poll == 2 { Poll::Ready(7) } else { Poll::Pending };
            assert_eq!(call.as_mut().poll(&mut cx), expected);
            log.borrow_mut().push("polled");
        }
    }
    std::mem::take(&mut *log.borrow_mut())
}

fn main() {
    let log = Log::default();
    let mut it = It(log.clone());
    for polls in [1, 2] {
        let known = trace(&log, &mut it, polls);
        let object = trace::<dyn Take>(&log, &mut it, polls);
        assert_eq!(known, object);
    }
    assert_eq!(
        trace::<dyn Take>(&log, &mut it, 2),
        ["d", "polled", "a", "late", "local", "c", "b", "polled"]
    );
    let mut unpolled = trace::<dyn Take>(&log, &mut it, 0);
    unpolled.sort();
    assert_eq!(unpolled, ["a", "b", "c", "d"]);
    // All clones of the log are gone but those that we hold.
    assert_eq!(Rc::strong_count(&log), 2);
}
