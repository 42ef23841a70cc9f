// `#[inline_async(send)]` with the name of the trait, and on an implementation.

//@ edition: 2024

#![feature(inline_async_fn)]

#[inline_async(Send)] //~ ERROR malformed `inline_async` attribute input
trait Handler {
    inline async fn handle(&mut self);
}

struct Idle;

impl Handler for Idle {
    #[inline_async(send)] //~ ERROR `#[inline_async]` attribute cannot be used on
    async fn handle(&mut self) {}
}

fn main() {}
