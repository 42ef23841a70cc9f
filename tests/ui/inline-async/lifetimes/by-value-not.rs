//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A call that consumes its object borrows what the object borrowed, and so does an output that
// names the lifetime of the trait.

#![feature(inline_async, inline_async_fn)]

use std::future::inline_async::{HeapPlaced, placeable};

#[placeable]
trait Finish<'t> {
    inline async fn finish(self) -> &'t str;
    inline async fn bounded<'a>(self, a: &'a str) -> &'a str
    where
        Self: 'a;
}

struct Words<'t>(&'t str);

impl<'t> Finish<'t> for Words<'t> {
    async fn finish(self) -> &'t str {
        self.0
    }
    async fn bounded<'a>(self, a: &'a str) -> &'a str
    where
        Self: 'a,
    {
        if a.is_empty() { self.0 } else { a }
    }
}

fn boxed<'t>(text: &'t str) -> HeapPlaced<Box<dyn Finish<'t> + 't>> {
    HeapPlaced::new(Box::new(Words(text)))
}

async fn output() -> &'static str {
    let text = String::from("text");
    boxed(&text).finish().await
    //~^ ERROR `text` does not live long enough
}

fn call() -> Box<dyn Future<Output = &'static str>> {
    let text = String::from("text");
    Box::new(boxed(&text).finish())
    //~^ ERROR cannot return value referencing local variable `text`
}

async fn bounded<'t, 'a>(object: HeapPlaced<Box<dyn Finish<'t> + 't>>, a: &'a str) -> &'a str {
    object.bounded(a).await
    //~^ ERROR lifetime may not live long enough
}

async fn consumed_while_lent<'t>(text: &'t str) {
    let binding = boxed(text);
    let reference = &binding;
    binding.finish().await;
    //~^ ERROR cannot move out of `binding` because it is borrowed
    let _ = reference;
}

fn main() {}
