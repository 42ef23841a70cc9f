//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Receiver, arguments and output of a call on a binding have the lifetimes of the method's
// signature.

#![feature(inline_async_fn, inline_async)]

use std::cell::Cell;
use std::future::inline_async::HeapPlaced;
use std::pin::Pin;

trait Tr<'x> {
    inline async fn of_self(&self, text: &str) -> &str;
    inline async fn of_argument<'a>(&self, text: &'a str) -> &'a str;
    inline async fn of_trait(&mut self, text: &'x str);
    inline async fn same<'a>(&self, one: &Cell<&'a str>, other: &Cell<&'a str>);
    inline async fn outlives<'a, 'b: 'a>(&self, one: &'a str, other: &'b str) -> &'b str;
    inline async fn consume(self) -> &'x str;
}

trait Pinned {
    inline async fn pinned(self: Pin<&mut Self>) -> &u32;
}

type Binding<'x> = HeapPlaced<Box<dyn Tr<'x>>>;

async fn lent(binding: Binding<'_>) {
    let text = binding.of_self("").await;
    drop(binding);
    //~^ ERROR cannot move out of `binding` because it is borrowed
    print!("{text}");
}

async fn exclusive<'x>(mut binding: Binding<'x>, text: &'x str) {
    let call = binding.of_trait(text);
    binding.of_self("");
    //~^ ERROR cannot borrow `binding` as immutable because it is also borrowed as mutable
    call.await;
}

async fn argument(binding: &Binding<'_>) {
    let text = {
        let short = String::new();
        binding.of_argument(&short).await
        //~^ ERROR `short` does not live long enough
    };
    print!("{text}");
}

async fn of_trait<'x>(binding: &mut Binding<'x>, short: &str) {
    binding.of_trait(short).await;
    //~^ ERROR explicit lifetime required in the type of `short`
}

async fn same(binding: &Binding<'_>, cell: &Cell<&'static str>) {
    let short = String::new();
    binding.same(cell, &Cell::new(&short)).await;
    //~^ ERROR `short` does not live long enough
}

async fn outlives<'s>(binding: &Binding<'_>, short: &'s str) -> &'static str {
    binding.outlives("", short).await
    //~^ ERROR borrowed data escapes outside of function
}

async fn consume<'x>(binding: Binding<'x>) -> &'static str {
    binding.consume().await
    //~^ ERROR borrowed data escapes outside of function
}

async fn pinned(mut binding: HeapPlaced<Pin<Box<dyn Pinned>>>) {
    let one = binding.pinned().await;
    let other = binding.pinned().await;
    //~^ ERROR cannot borrow `binding` as mutable more than once at a time
    print!("{one}{other}");
}

fn main() {}
