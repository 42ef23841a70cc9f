//@ edition: 2024

// An `async fn` that takes the object by value can be forwarded if it is `inline`, and the error
// says so. One that cannot be `inline`, or is not `async`, has no such way.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::placeable;

#[placeable] //~ ERROR cannot forward `close` and `close_with` of trait `Closes`
trait Closes {
    inline async fn send(&mut self);
    async fn close(self);
    async fn close_with(self, code: u8) -> u8;
}

#[placeable] //~ ERROR cannot forward `join` and `unwrap` of trait `NoSuchWay`
trait NoSuchWay {
    async fn join(self, other: Self);
    fn unwrap(self) -> u8;
}

#[placeable]
trait Inline {
    inline async fn close(self);
    inline async fn close_with(self, code: u8) -> u8;
}

fn main() {}
