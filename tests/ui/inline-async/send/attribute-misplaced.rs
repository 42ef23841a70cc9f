//@ edition: 2024

// `#[inline_async(send)]` is for traits that have `async fn` methods, and for those methods.

#![feature(inline_async_fn)]

#[inline_async(send)] //~ ERROR `#[inline_async(send)]` on a trait that has no `inline async fn`
trait NoAsync {
    fn m(&self);
}

trait Tr {
    #[inline_async(send)] //~ ERROR `#[inline_async(send)]` on a method that is not an `async fn`
    fn plain(&self);
    #[inline_async(send)]
    inline async fn m(&self);
    #[inline_async(sync)] //~ ERROR malformed `inline_async` attribute input
    inline async fn unknown(&self);
    #[inline_async(send, send)] //~ ERROR malformed `inline_async` attribute input
    inline async fn two(&self);
    #[inline_async(send = "x")] //~ ERROR malformed `inline_async` attribute input
    inline async fn with_value(&self);
    #[inline_async(send)]
    #[inline_async(send)] //~ ERROR multiple `inline_async` attributes
    inline async fn twice(&self);
}

#[inline_async(send)] //~ ERROR `#[inline_async]` attribute cannot be used on structs
struct Struct;

impl Tr for Struct {
    fn plain(&self) {}
    #[inline_async(send)]
    //~^ ERROR `#[inline_async]` attribute cannot be used on trait methods
    async fn m(&self) {}
    async fn unknown(&self) {}
    async fn two(&self) {}
    async fn with_value(&self) {}
    async fn twice(&self) {}
}

fn main() {}
