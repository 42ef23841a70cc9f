//@ run-pass
//@ edition: 2024

// A specialized impl for what coerces to a `Send` object type is chosen when code is generated. It
// is not chosen for a type whose futures are not `Send`.

#![feature(inline_async_fn, specialization, unsize)]
#![allow(incomplete_features)]

use std::marker::Unsize;
use std::rc::Rc;

#[allow(dead_code)]
trait Tr {
    inline async fn m(&mut self);
}

struct Racy;

impl Tr for Racy {
    async fn m(&mut self) {
        let held = Rc::new(0);
        std::future::ready(()).await;
        drop(held);
    }
}

struct Sent;

impl Tr for Sent {
    async fn m(&mut self) {}
}

trait Object {
    fn object(self) -> Option<Box<dyn Tr + Send>>;
}

impl<T> Object for T {
    default fn object(self) -> Option<Box<dyn Tr + Send>> {
        None
    }
}

impl<T: Unsize<dyn Tr + Send> + 'static> Object for T {
    fn object(self) -> Option<Box<dyn Tr + Send>> {
        Some(Box::new(self))
    }
}

fn main() {
    assert!(Sent.object().is_some());
    assert!(Racy.object().is_none());
}
