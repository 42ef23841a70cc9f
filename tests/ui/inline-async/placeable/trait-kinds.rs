//@ edition: 2024

// Unsafe traits are refused because forwarding overrides default methods that unsafe code may rely
// on; auto and const traits because there is nothing to forward.

#![feature(inline_async_fn, inline_async, auto_traits, const_trait_impl)]

use std::future::inline_async::placeable;

#[placeable] //~ ERROR `#[placeable]` cannot be applied to an unsafe trait
unsafe trait Unsafe {
    fn method(&self);
}

#[placeable] //~ ERROR `#[placeable]` cannot be applied to an auto trait
auto trait Auto {}

#[placeable] //~ ERROR `#[placeable]` cannot be applied to a const trait
const trait Const {
    fn method(&self);
}

fn main() {}
