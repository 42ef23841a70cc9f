//@ edition: 2024

//! What the programs of this folder have in common: polling by hand.

use std::mem::replace;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

pub fn poll<F: Future + ?Sized>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = poll(future.as_mut()) {
            return output;
        }
    }
}

/// Is pending once.
pub async fn suspend() {
    let mut done = false;
    std::future::poll_fn(|_| if replace(&mut done, true) { Poll::Ready(()) } else { Poll::Pending })
        .await
}
