//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A `dyn Tr<'x>` is no `dyn for<'a> Tr<'a>`, not even where `'x` is `'static`, and no `dyn Tr<'y>`;
// nor is a call or a binding of the one a call or a binding of the other.

#![feature(inline_async, inline_async_fn)]

use std::future::inline_async::{HeapPlaced, InlineCall, placeable};

#[placeable]
trait Pick<'x> {
    inline async fn pick(&self, text: &'x str) -> &'x str;
}

struct Only(&'static str);

impl Pick<'static> for Only {
    async fn pick(&self, text: &'static str) -> &'static str {
        if text.is_empty() { self.0 } else { text }
    }
}

fn coercion(only: &Only) -> &dyn for<'a> Pick<'a> {
    only
    //[current]~^ ERROR implementation of `Pick` is not general enough
    //[next]~^^ ERROR the trait bound `&Only: CoerceUnsized<&dyn for<'a> Pick<'a>>` is not satisfied
}

fn object<'o>(object: &'o (dyn Pick<'static> + 'static)) -> &'o dyn for<'a> Pick<'a> {
    object
    //[current]~^ ERROR mismatched types
    //[next]~^^ ERROR the trait bound `&(dyn Pick<'static> + 'static): CoerceUnsized<
}

fn call_of_one<'o, A, R>(
    call: InlineCall<&'o dyn Pick<'static>, A, R>,
) -> InlineCall<&'o dyn for<'a> Pick<'a>, A, R> {
    call
    //~^ ERROR mismatched types
}

// The type of a call is invariant.
fn call_of_all<'o, A, R>(
    call: InlineCall<&'o dyn for<'a> Pick<'a>, A, R>,
) -> InlineCall<&'o dyn Pick<'static>, A, R> {
    call
    //~^ ERROR mismatched types
}

fn longer<'o, 'x, 'y: 'x>(object: &'o dyn Pick<'x>) -> &'o dyn Pick<'y> {
    object
    //~^ ERROR lifetime may not live long enough
}

fn shorter<'o, 'x, 'y: 'x>(object: &'o dyn Pick<'y>) -> &'o dyn Pick<'x> {
    object
    //~^ ERROR lifetime may not live long enough
}

fn binding(binding: HeapPlaced<Box<dyn Pick<'static>>>) -> HeapPlaced<Box<dyn for<'a> Pick<'a>>> {
    binding
    //~^ ERROR mismatched types
}

async fn escapes(object: &dyn for<'a> Pick<'a>) -> &'static str {
    let text = String::from("text");
    object.pick(&text).await
    //~^ ERROR `text` does not live long enough
}

fn main() {}
