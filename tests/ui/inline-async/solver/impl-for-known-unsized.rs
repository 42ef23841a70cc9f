// An impl for a type that is written as a projection is one for the type that the projection is:
// fine for `str` and for the objects of other traits, E0371 for an object of the trait itself.

//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Own {
    type Type: ?Sized;
}

impl Own for u8 {
    type Type = str;
}

impl Own for u16 {
    type Type = dyn Other;
}

impl Own for u32 {
    type Type = dyn Greet;
}

trait Other {}

trait Greet {
    inline async fn greet(&self);
}

impl Greet for <u8 as Own>::Type {
    async fn greet(&self) {}
}

impl Greet for <u16 as Own>::Type {
    async fn greet(&self) {}
}

impl Greet for <u32 as Own>::Type {
    //~^ ERROR the object type `dyn Greet` automatically implements the trait `Greet`
    async fn greet(&self) {}
}

fn main() {}
