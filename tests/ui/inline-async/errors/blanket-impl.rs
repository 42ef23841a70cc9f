// A blanket impl would cover the trait's object types too, whose calls go through the vtable.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Other {}

trait A {
    inline async fn m(&self);
}

impl<T: ?Sized> A for T { //~ ERROR an impl of `A` for every `T` must require `T: Sized`
    async fn m(&self) {}
}

trait B {
    inline async fn m(&self);
}

impl<T> B for T //~ ERROR an impl of `B` for every `T` must require `T: Sized`
where
    T: Other,
    T: ?Sized,
{
    inline async fn m(&self) {}
}

trait C {
    inline async fn m(&self);
    inline async fn n(&self) {}
}

impl<T: ?Sized + Other> C for T { //~ ERROR an impl of `C` for every `T` must require `T: Sized`
    async fn m(&self) {}
}

fn main() {}
