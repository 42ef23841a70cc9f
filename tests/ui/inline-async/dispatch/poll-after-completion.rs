//@ run-pass
//@ edition: 2024
//@ needs-unwind

// A call that is polled after it has completed panics with the message of an `async fn`.

#![feature(inline_async_fn)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Waker};

trait Small {
    inline async fn small(&self);
    inline async fn large(&self, bytes: [u8; 200]) -> u8;
}

impl Small for () {
    async fn small(&self) {}
    async fn large(&self, bytes: [u8; 200]) -> u8 {
        bytes[7]
    }
}

fn second_poll<F: Future>(call: F) -> String {
    let mut call = pin!(call);
    let mut cx = Context::from_waker(Waker::noop());
    assert!(call.as_mut().poll(&mut cx).is_ready());
    let error = catch_unwind(AssertUnwindSafe(|| call.as_mut().poll(&mut cx).is_ready()));
    match error.unwrap_err().downcast::<String>() {
        Ok(message) => *message,
        Err(other) => (*other.downcast::<&str>().unwrap()).to_string(),
    }
}

fn main() {
    let expected = second_poll(async {});
    let object: &dyn Small = &();
    assert_eq!(second_poll(object.small()), expected);
    assert_eq!(second_poll(object.large([1; 200])), expected);
}
