//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A bound in return-type notation on an inline async method asks about the future of the type that
// is given, and is an error where it does not hold; where it is not written, nothing follows.

#![feature(inline_async_fn, return_type_notation)]

use std::rc::Rc;

trait Tr {
    inline async fn method(&self) -> u8;
}

struct Sent;

impl Tr for Sent {
    async fn method(&self) -> u8 {
        1
    }
}

struct Kept;

impl Tr for Kept {
    async fn method(&self) -> u8 {
        let held = Rc::new(1);
        std::future::ready(()).await;
        *held
    }
}

fn is_send<F: Send>(_: F) {}

fn sends<T: Tr<method(..): Send>>(value: &T) {
    is_send(value.method());
}

fn without_bound<T: Tr>(value: &T) {
    is_send(value.method()); //~ ERROR cannot be sent between threads safely
}

fn main() {
    sends(&Sent);
    sends(&Kept); //~ ERROR future cannot be sent between threads safely
    without_bound(&Kept);
}
