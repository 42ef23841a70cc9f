//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A bound on `Self` that object types could meet where the object's own type does not would call an
// entry of the vtable that is vacant: a trait with such a method has no object types.

#![feature(inline_async_fn)]

trait Bound {}

trait Tr {
    inline async fn m(&self)
    where
        Self: Bound;
}

impl Bound for dyn Tr {} //~ ERROR the trait `Tr` is not dyn compatible

struct NotBound;

impl Tr for NotBound {
    async fn m(&self) {}
}

fn main() {
    let object: &dyn Tr = &NotBound;
    //~^ ERROR the trait `Tr` is not dyn compatible
    drop(object.m());
}
