//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// `trait Tr: 'static` says of the object that it borrows nothing, and makes neither a borrow of the
// object nor a call on it live longer.

#![feature(inline_async, inline_async_fn)]

use std::future::inline_async::{HeapPlaced, placeable};

#[placeable]
trait Owned: 'static {
    inline async fn lend(&self) -> &str;
    inline async fn kept(&'static self) -> u8;
    fn plain(&self) -> u8;
}

impl Owned for String {
    async fn lend(&self) -> &str {
        self
    }
    async fn kept(&'static self) -> u8 {
        1
    }
    fn plain(&self) -> u8 {
        2
    }
}

async fn lent(object: &(dyn Owned + 'static)) -> &'static str {
    object.lend().await
    //~^ ERROR borrowed data escapes outside of function
}

async fn lent_by_binding(object: Box<dyn Owned>) -> &'static str {
    let binding = HeapPlaced::new(object);
    binding.lend().await
    //~^ ERROR `binding` does not live long enough
}

async fn kept(object: &(dyn Owned + 'static)) -> u8 {
    object.kept().await
    //~^ ERROR borrowed data escapes outside of function
}

fn call<'o>(object: &'o (dyn Owned + 'static)) -> Box<dyn Future<Output = &'o str>> {
    Box::new(object.lend())
    //~^ ERROR lifetime may not live long enough
}

// The type itself implies that `'o` is `'static`.
fn shorter<'o>(object: &'o String) -> &'o (dyn Owned + 'o) {
    object
}

fn local() {
    let text = String::new();
    shorter(&text).plain();
    //~^ ERROR `text` does not live long enough
}

fn main() {}
