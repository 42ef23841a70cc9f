//@ edition: 2024
//@ run-rustfix

// Where `#[inline_async(send)]` says nothing, it is to be removed.

#![feature(inline_async_fn)]
#![allow(dead_code)]

#[inline_async(send)] //~ ERROR on a trait that has no `inline async fn`
trait NoInline {
    fn method(&self);
}

trait Plain {
    #[inline_async(send)] //~ ERROR on a method that is not an `async fn`
    fn plain(&self);
}

trait Twice {
    #[inline_async(send)]
    #[inline_async(send)] //~ ERROR multiple `inline_async` attributes
    inline async fn twice(&self);
}

#[inline_async(send)] //~ ERROR `#[inline_async]` attribute cannot be used on structs
struct Struct;

impl Twice for Struct {
    #[inline_async(send)] //~ ERROR `#[inline_async]` attribute cannot be used on trait methods
    async fn twice(&self) {}
}

fn main() {}
