//@ edition: 2024

// `#[placeable]` stands on a trait and nothing else.

#![feature(inline_async_fn, inline_async, trait_alias)]

use std::future::inline_async::placeable;

#[placeable] //~ ERROR `#[placeable]` can only be applied to a trait
struct Struct;

#[placeable] //~ ERROR `#[placeable]` can only be applied to a trait
impl Struct {}

#[placeable] //~ ERROR `#[placeable]` can only be applied to a trait
fn function() {}

#[placeable] //~ ERROR `#[placeable]` can only be applied to a trait
trait Alias = Send;

trait Trait {
    #[placeable] //~ ERROR `#[placeable]` can only be applied to a trait
    fn method(&self);
}

fn main() {}
