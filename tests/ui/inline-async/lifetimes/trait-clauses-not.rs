//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// An object type can be written for lifetimes that do not obey the `where` clauses of the trait.
// But nothing can be made an object of that type, nor can a method be called on it, so that the
// clauses cannot be used to make a lifetime longer. Nor is there one that is higher-ranked.

#![feature(inline_async, inline_async_fn)]

use std::future::inline_async::{HeapPlaced, placeable};

#[placeable]
trait Convert<'x, 'y>
where
    'y: 'x,
{
    inline async fn convert(&self, text: &'y str) -> &'x str;
}

struct It;

impl<'x, 'y: 'x> Convert<'x, 'y> for It {
    async fn convert(&self, text: &'y str) -> &'x str {
        text
    }
}

async fn call<'x, 'y>(object: &dyn Convert<'x, 'y>, text: &'y str) -> &'x str {
    object.convert(text).await
    //~^ ERROR lifetime may not live long enough
}

async fn call_on_binding<'x, 'y>(
    binding: HeapPlaced<Box<dyn Convert<'x, 'y>>>,
    text: &'y str,
) -> &'x str {
    binding.convert(text).await
    //~^ ERROR lifetime may not live long enough
}

fn coercion<'x, 'y>(it: &It) -> &dyn Convert<'x, 'y> {
    it
    //~^ ERROR lifetime may not live long enough
}

fn higher_ranked(it: &It) -> &dyn for<'x, 'y> Convert<'x, 'y> {
    it
    //[current]~^ ERROR implementation of `Convert` is not general enough
    //[next]~^^ ERROR the trait bound `&It: CoerceUnsized<&dyn for<'x, 'y> Convert<'x, 'y>>` is not
}

fn main() {}
