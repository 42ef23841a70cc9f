//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A function that takes a longer lifetime than the method gives is refused, and a call cannot be
// used as one whose function takes another lifetime.

#![feature(inline_async, inline_async_fn)]

use std::future::inline_async::{HeapPlaced, InlineCall, placeable};

#[placeable]
trait Each<'x> {
    inline async fn each(&self, take: fn(&'x str)) -> usize;
    inline async fn any(&self, take: for<'a> fn(&'a str)) -> usize;
    inline async fn own<'a>(&'a self, take: fn(&'a str)) -> usize;
}

fn only_static(_: &'static str) {}

async fn of_trait(object: &dyn Each<'_>) -> usize {
    object.each(only_static).await
    //~^ ERROR lifetime may not live long enough
}

async fn of_binding(binding: HeapPlaced<Box<dyn Each<'_>>>) -> usize {
    binding.each(only_static).await
    //~^ ERROR lifetime may not live long enough
}

async fn of_receiver(object: &dyn Each<'static>) -> usize {
    object.own(only_static).await
    //~^ ERROR lifetime may not live long enough
}

async fn higher_ranked(object: &dyn Each<'_>) -> usize {
    object.any(only_static).await
    //~^ ERROR mismatched types
}

// A call's type is invariant: there is no need to know what it does with its arguments.
fn takes_shorter<'o, 'long: 'short, 'short>(
    call: InlineCall<&'o dyn Each<'static>, (fn(&'long str),), usize>,
) -> InlineCall<&'o dyn Each<'static>, (fn(&'short str),), usize> {
    call
    //~^ ERROR lifetime may not live long enough
}

fn takes_longer<'o, 'long: 'short, 'short>(
    call: InlineCall<&'o dyn Each<'static>, (fn(&'short str),), usize>,
) -> InlineCall<&'o dyn Each<'static>, (fn(&'long str),), usize> {
    call
    //~^ ERROR lifetime may not live long enough
}

fn main() {}
