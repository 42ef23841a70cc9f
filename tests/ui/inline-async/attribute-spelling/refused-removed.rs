//@ edition: 2024
//@ run-rustfix

// What the errors suggest compiles.

#![feature(inline_async_fn)]
#![allow(dead_code, unused_features, async_fn_in_trait)]

trait OnMethod {
    #[inline_async]
    async fn sized(&self)
    where
        Self: Sized; //~ ERROR `inline async fn` cannot require `Self: Sized`
}

#[inline_async]
trait OnTrait {
    async fn inline(&self);
    async fn implied(&self)
    where
        Self: Clone; //~ ERROR `inline async fn` cannot require `Self: Sized`
    async fn constructor() -> Self; //~ ERROR `inline async fn` must have a receiver
    async fn generic<T>(&self, t: T) //~ ERROR `inline async fn` cannot have type parameters
    where
        T: Clone;
}

fn object(_: &dyn OnTrait) {}

fn main() {}
