//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// The lifetimes of a call are those of its receiver and arguments, and no others.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::InlineCall;

trait Tr {
    inline async fn m(&mut self, text: &str) -> usize;
    inline async fn named<'a, 'b>(&self, a: &'a str, b: &'b str) -> &'b str;
}

fn swapped<'r, 'x>(
    object: &'r mut (dyn Tr + 'static),
    text: &'x str,
) -> InlineCall<&'x mut (dyn Tr + 'static), (&'x str,), usize> {
    object.m(text)
    //~^ ERROR lifetime may not live long enough
}

async fn output<'a, 'b>(object: &dyn Tr, a: &'a str, b: &'b str) -> &'a str {
    object.named(a, b).await
    //~^ ERROR lifetime may not live long enough
}

fn longer(object: &mut (dyn Tr + 'static)) -> impl Future<Output = usize> {
    let text = String::new();
    object.m(&text)
    //~^ ERROR `text` does not live long enough
}

fn main() {}
