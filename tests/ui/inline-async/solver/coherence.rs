//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// An object type has its own impl of the trait and of the supertraits, and of no others: an impl by
// hand overlaps with it, whichever object type it is for.

#![feature(inline_async_fn)]

trait Super {
    inline async fn up(&self);
}

trait Tr: Super {
    inline async fn m(&self);
}

trait Other {}

impl Tr for dyn Tr {
    //~^ ERROR the object type `(dyn Tr + 'static)` automatically implements the trait `Tr`
    async fn m(&self) {}
}

impl Super for dyn Tr {
    //~^ ERROR the object type `(dyn Tr + 'static)` automatically implements the trait `Super`
    async fn up(&self) {}
}

impl Super for dyn Other {
    async fn up(&self) {}
}

fn main() {}
