//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// `where Self: 'a` holds for an object if it does for its lifetime and for all that its type names.

#![feature(inline_async, inline_async_fn)]

use std::future::inline_async::{HeapPlaced, placeable};

#[placeable]
trait Text<'t> {
    inline async fn of<'a>(&self, other: &'a str) -> &'a str
    where
        Self: 'a;
}

async fn object<'o, 'a>(object: &(dyn Text<'static> + 'o), other: &'a str) -> &'a str {
    object.of(other).await
    //~^ ERROR lifetime may not live long enough
}

async fn argument<'t, 'a>(object: &(dyn Text<'t> + 'static), other: &'a str) -> &'a str {
    object.of(other).await
    //~^ ERROR lifetime may not live long enough
}

async fn binding<'o, 'a>(
    binding: HeapPlaced<Box<dyn Text<'static> + 'o>>,
    other: &'a str,
) -> &'a str {
    binding.of(other).await
    //~^ ERROR lifetime may not live long enough
}

fn main() {}
