//@ edition: 2024
//@ run-rustfix

// A `final` method is in no vtable, so a trait object could not call it as a method of its machine.

#![feature(inline_async_fn, inline_async, final_associated_functions)]
#![allow(dead_code, unused_features)]

use std::future::inline_async::placeable;

trait Tr {
    final inline async fn m(&self) -> u8 { //~ ERROR `inline async fn` cannot be `final`
        self.number()
    }
    fn number(&self) -> u8;
}

#[placeable]
trait Placeable {
    final inline async fn m(&self) -> u8 { //~ ERROR `inline async fn` cannot be `final`
        1
    }
    inline async fn n(&self) -> u8;
}

async fn calls(a: &dyn Tr, b: &dyn Placeable) -> u8 {
    a.m().await + b.m().await + b.n().await
}

fn main() {}
