//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Through a `Cell` in an argument, in the trait's own lifetime or in the output nothing can be put
// that lives shorter than what is taken out.

#![feature(inline_async, inline_async_fn)]

use std::cell::Cell;
use std::future::inline_async::{HeapPlaced, InlineCall, placeable};

#[placeable]
trait Swap<'x> {
    inline async fn of_trait(&self, cell: &Cell<&'x str>);
    inline async fn same<'a>(&self, one: &Cell<&'a str>, other: &Cell<&'a str>);
    inline async fn output(&self, _: &'x str) -> &'x Cell<&'x str>;
}

async fn of_trait<'x, 'short>(object: &dyn Swap<'x>, cell: &Cell<&'short str>) {
    object.of_trait(cell).await;
    //~^ ERROR lifetime may not live long enough
    //~| ERROR lifetime may not live long enough
}

async fn of_binding<'x, 'short>(
    binding: HeapPlaced<Box<dyn Swap<'x>>>,
    cell: &Cell<&'short str>,
) {
    binding.of_trait(cell).await;
    //~^ ERROR lifetime may not live long enough
    //~| ERROR lifetime may not live long enough
}

async fn same(object: &dyn Swap<'_>, cell: &Cell<&'static str>) {
    let text = String::from("text");
    object.same(cell, &Cell::new(&text)).await;
    //~^ ERROR `text` does not live long enough
}

async fn output(object: &dyn Swap<'static>) {
    let text = String::from("text");
    object.output("").await.set(&text);
    //~^ ERROR `text` does not live long enough
}

fn shorter_object<'o, 'x, 'y: 'x>(
    call: InlineCall<&'o dyn Swap<'y>, (), ()>,
) -> InlineCall<&'o dyn Swap<'x>, (), ()> {
    call
    //~^ ERROR lifetime may not live long enough
}

fn main() {}
