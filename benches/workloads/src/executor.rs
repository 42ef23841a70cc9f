//! Polls a future to its end.

use std::hint::black_box;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use crate::case::Outcome;

/// Polls `future` until it is ready, which is all that there is to drive: no workload that comes
/// here waits for anything.
///
/// It is polled as an executor polls a task: through a pointer that says nothing of what it is.
#[inline]
pub fn block_on(future: impl Future<Output = u64>) -> Outcome {
    let frame = size_of_val(&future);
    let future = pin!(future);
    let mut future: Pin<&mut dyn Future<Output = u64>> = black_box(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(sum) = future.as_mut().poll(&mut context) {
            return Outcome { sum, frame };
        }
    }
}
