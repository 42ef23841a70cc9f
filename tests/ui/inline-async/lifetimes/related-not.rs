//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A call gives nothing that the bounds of the method do not say: neither the shorter of two
// lifetimes for the longer, nor lifetimes that do not obey the bounds. On an object and on a
// binding alike.

#![feature(inline_async, inline_async_fn)]

use std::future::inline_async::{HeapPlaced, placeable};

#[placeable]
trait Related<'t> {
    inline async fn pair<'s: 's, 'a, 'b: 'a>(&'s self, a: &'a str, b: &'b str) -> &'a str;
    inline async fn above_trait<'a: 't>(&self, a: &'a str) -> &'t str;
    inline async fn forever<'a: 'static>(&self, a: &'a str) -> &'static str;
}

type Binding<'t> = HeapPlaced<Box<dyn Related<'t>>>;

async fn longer<'a, 'b: 'a>(object: &dyn Related<'_>, a: &'a str, b: &'b str) -> &'b str {
    object.pair(a, b).await
    //~^ ERROR lifetime may not live long enough
}

async fn longer_of_binding<'a, 'b: 'a>(binding: Binding<'_>, a: &'a str, b: &'b str) -> &'b str {
    binding.pair(a, b).await
    //~^ ERROR lifetime may not live long enough
}

async fn unrelated<'a, 'b>(object: &dyn Related<'_>, a: &'a str, b: &'b str) -> &'a str {
    object.pair(a, b).await
    //~^ ERROR lifetime may not live long enough
}

fn named<'a, 'b>(object: &dyn Related<'static>, a: &'a str, b: &'b str) {
    let _ = object.pair::<'_, 'a, 'b>(a, b);
    //~^ ERROR lifetime may not live long enough
}

async fn below_trait<'t, 'a>(object: &dyn Related<'t>, a: &'a str) -> &'t str {
    object.above_trait(a).await
    //~^ ERROR lifetime may not live long enough
}

async fn below_trait_of_binding<'t, 'a>(binding: Binding<'t>, a: &'a str) -> &'t str {
    binding.above_trait(a).await
    //~^ ERROR lifetime may not live long enough
}

async fn not_forever<'a>(object: &dyn Related<'_>, a: &'a str) -> &'static str {
    object.forever(a).await
    //~^ ERROR borrowed data escapes outside of function
}

fn main() {}
