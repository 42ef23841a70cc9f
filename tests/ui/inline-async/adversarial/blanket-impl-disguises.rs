//@ edition: 2024

// An implementation for every type, objects included, would lie about the object's own calls. It is an
// error however it is written.

#![feature(inline_async_fn, auto_traits, sized_hierarchy)]
#![allow(dead_code)]

use std::marker::MetaSized;

trait A {
    inline async fn a(&self);
}

impl<T: ?Sized> A for T {
    //~^ ERROR an impl of `A` for every `T` must require `T: Sized`
    async fn a(&self) {}
}

trait B {
    inline async fn b(&self);
}

trait Any {}
impl<T: ?Sized> Any for T {}

impl<T> B for T
//~^ ERROR an impl of `B` for every `T` must require `T: Sized`
where
    T: ?Sized + Any,
{
    async fn b(&self) {}
}

trait C {
    inline async fn c(&self);
}

auto trait Auto {}

impl<T: Auto + MetaSized> C for T {
    //~^ ERROR an impl of `C` for every `T` must require `T: Sized`
    async fn c(&self) {}
}

macro_rules! blanket {
    ($trait:ident $method:ident) => {
        impl<T: ?Sized> $trait for T {
            //~^ ERROR an impl of `D` for every `T` must require `T: Sized`
            async fn $method(&self) {}
        }
    };
}

trait D {
    inline async fn d(&self);
}

blanket!(D d);

trait E<X: ?Sized> {
    inline async fn e(&self);
}

impl<T: ?Sized, X: ?Sized> E<X> for T {
    //~^ ERROR an impl of `E` for every `T` must require `T: Sized`
    async fn e(&self) {}
}

trait Own {
    type Type: ?Sized;
}

impl Own for u8 {
    type Type = dyn F;
}

trait F {
    inline async fn f(&self);
}

impl F for <u8 as Own>::Type {
    //~^ ERROR the object type `dyn F` automatically implements the trait `F`
    async fn f(&self) {}
}

trait G {
    inline async fn g(&self);
}

// A subtrait's blanket implementation gives the supertrait's nothing.
trait Sub: G {}
impl<T: G + ?Sized> Sub for T {}

fn main() {}
