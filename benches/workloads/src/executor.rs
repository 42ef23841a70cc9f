//! Polls a future to its end.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use crate::case::Outcome;

/// Polls `future` until it is ready, which is all that there is to drive: no workload that comes
/// here waits for anything.
#[inline]
pub fn block_on(future: impl Future<Output = u64>) -> Outcome {
    let frame = size_of_val(&future);
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(sum) = future.as_mut().poll(&mut context) {
            return Outcome { sum, frame };
        }
    }
}
