//@ edition: 2024

// A trait that implies a bound on the future of an inline async method has no object type: the call
// on the object knows nothing of the bound.

#![feature(inline_async_fn, return_type_notation)]

trait Tr {
    inline async fn method(&self) -> u8;
}

trait Sends: Tr<method(..): Send> {}

fn sends(_: &dyn Sends) {} //~ ERROR the trait `Sends` is not dyn compatible

trait Outlives: Tr<method(..): 'static> {}

fn outlives(_: &dyn Outlives) {} //~ ERROR the trait `Outlives` is not dyn compatible

fn main() {}
