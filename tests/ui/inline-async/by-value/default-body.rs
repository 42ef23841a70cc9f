//@ run-pass
//@ edition: 2024

// The default body of a method that takes `self` is checked as if `Self: Sized`, though nothing says
// so: the method is called on objects. A type of unknown size can have it as a vacant method.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[placeable]
trait Channel {
    fn name(&self) -> String;

    inline async fn flush(&mut self) {}

    inline async fn close(self) -> String {
        let mut this = [self];
        this[0].flush().await;
        let [this] = this;
        let keep = Some(this);
        size_of_val(&keep).to_string() + &keep.unwrap().name()
    }
}

struct Log([u8; 16]);

impl Channel for Log {
    fn name(&self) -> String {
        "log".to_string()
    }
}

impl Channel for str {
    fn name(&self) -> String {
        self.to_string()
    }
}

fn main() {
    let object: Box<dyn Channel> = Box::new(Log([0; 16]));
    let mut call = pin!(HeapPlaced::new(object).close());
    let result = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert_eq!(result, Poll::Ready("17log".to_string()));
    assert_eq!("unsized".name(), "unsized");
}
