//@ edition: 2024

// A method that asks something of the future of an `inline async` method is no method of a trait
// object: what is so of the call need not be so of the implementation, whose method would be missing.

#![feature(inline_async_fn, return_type_notation)]

trait Base {
    inline async fn m(&self);
}

trait Plain: Base {
    fn k(&self) -> u64
    where
        <Self as Base>::m(..): Sync;
}

trait Inline: Base {
    inline async fn k(&self) -> u64
    where
        <Self as Base>::m(..): Sync;
}

trait Own {
    inline async fn m(&self);
    fn k(&self) -> u64
    where
        Self::m(..): Sync;
}

// For known types it is.
trait Sized_: Base {
    fn k(&self) -> u64
    where
        Self: Sized,
        <Self as Base>::m(..): Sync;
}

fn plain(_: &dyn Plain) {} //~ ERROR the trait `Plain` is not dyn compatible
fn inline(_: &dyn Inline) {} //~ ERROR the trait `Inline` is not dyn compatible
fn own(_: &dyn Own) {} //~ ERROR the trait `Own` is not dyn compatible
fn sized(_: &dyn Sized_) {}

fn main() {}
