//@ run-pass
//@ edition: 2024

// Arguments whose drop is asynchronous are dropped by an inline async method as a free `async fn`
// of the same body drops them, suspensions included, whenever the call is dropped.

#![feature(inline_async_fn, async_drop)]
#![allow(incomplete_features)]

use std::cell::RefCell;
use std::future::AsyncDrop;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

thread_local! {
    static EVENTS: RefCell<Vec<String>> = RefCell::default();
}

fn note(event: String) {
    EVENTS.with_borrow_mut(|events| events.push(event));
}

/// Is pending once.
struct Suspend(bool);

impl Future for Suspend {
    type Output = ();
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, false) { Poll::Pending } else { Poll::Ready(()) }
    }
}

fn suspend() -> Suspend {
    Suspend(true)
}

pub struct Slow(&'static str);

impl Drop for Slow {
    fn drop(&mut self) {
        note(format!("{} dropped at once", self.0));
    }
}

impl AsyncDrop for Slow {
    async fn drop(self: Pin<&mut Self>) {
        note(format!("{} begins", self.0));
        suspend().await;
        note(format!("{} ends", self.0));
    }
}

trait Methods {
    inline async fn method(&mut self, a: Slow, _: (Slow, u64)) -> u64;
}

struct It;

impl Methods for It {
    async fn method(&mut self, a: Slow, (b, n): (Slow, u64)) -> u64 {
        suspend().await;
        note(format!("uses {} and {}", a.0, b.0));
        suspend().await;
        n
    }
}

async fn free(_this: &mut It, a: Slow, (b, n): (Slow, u64)) -> u64 {
    suspend().await;
    note(format!("uses {} and {}", a.0, b.0));
    suspend().await;
    n
}

fn events(future: impl Future<Output = u64>, polls: usize) -> Vec<String> {
    {
        let mut future = pin!(future);
        let mut cx = Context::from_waker(Waker::noop());
        for _ in 0..polls {
            match future.as_mut().poll(&mut cx) {
                Poll::Pending => note("pending".to_string()),
                Poll::Ready(output) => {
                    note(format!("ready: {output}"));
                    break;
                }
            }
        }
    }
    EVENTS.take()
}

fn main() {
    let arguments = || (Slow("a"), (Slow("b"), 7));
    for polls in 0..8 {
        let (a, b) = arguments();
        let expected = events(free(&mut It, a, b), polls);
        let (a, b) = arguments();
        assert_eq!(events(It.method(a, b), polls), expected, "{polls} polls");
    }
}
