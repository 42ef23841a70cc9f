// With the feature on, an `async fn` that keeps a trait from being dyn compatible can be `inline`.

//@ run-rustfix
//@ rustfix-only-machine-applicable
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Super {
    async fn first(&self);
}

trait Tr: Super {
    type Item;
    async fn second(&mut self, item: Self::Item) -> Option<&Self::Item>;
    async unsafe fn third(&mut self) {}
    async fn not_for_objects(&self)
    where
        Self: Sized;
}

fn f(_: &mut dyn Tr<Item = u8>) {} //~ ERROR the trait `Tr` is not dyn compatible

fn main() {}
