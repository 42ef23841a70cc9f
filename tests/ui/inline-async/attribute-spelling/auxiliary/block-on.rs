//@ edition: 2024

//! What every test of this folder that runs needs.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// The output of a future that never waits.
pub fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("pending"),
    }
}

pub fn send<T: Send>(value: T) -> T {
    value
}
