//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A trait may ask something of the futures of its supertrait that holds for the implementation and not
// for the calls on its own object type. That object has the supertrait's methods all the same.

#![feature(inline_async_fn, return_type_notation)]

use std::pin::pin;
use std::task::{Context, Poll, Waker};

trait Tr {
    inline async fn m(&mut self) -> u32;
    fn number(&self) -> u32;
}

trait Sub: Tr
where
    <Self as Tr>::m(..): Send,
{
}

struct S(u32);

impl Tr for S {
    async fn m(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }

    fn number(&self) -> u32 {
        self.0
    }
}

impl Sub for S {}

fn main() {
    let mut object: Box<dyn Sub> = Box::new(S(6));
    assert_eq!(object.number(), 6);
    let poll = pin!(object.m()).poll(&mut Context::from_waker(Waker::noop()));
    assert_eq!(poll, Poll::Ready(7));
    let object: Box<dyn Tr> = object;
    assert_eq!(object.number(), 7);
}
