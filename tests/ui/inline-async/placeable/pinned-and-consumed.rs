// A trait that pins the object in one method and moves it out in another is dyn compatible, but no
// pointer can be bound to a place for it: `#[placeable]` says so.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::placeable;
use std::pin::Pin;

#[placeable]
//~^ ERROR cannot forward both `poll` and `close`
trait Stream {
    inline async fn poll(self: Pin<&mut Self>) -> u8;
    inline async fn close(self);
}

trait NotPlaceable {
    inline async fn poll(self: Pin<&mut Self>) -> u8;
    inline async fn close(self);
}

fn is_dyn_compatible(_: Pin<&mut dyn NotPlaceable>, _: Pin<&mut dyn Stream>) {}

fn main() {}
