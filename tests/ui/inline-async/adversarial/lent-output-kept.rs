//@ edition: 2024

// An output that borrows from the object keeps it borrowed: no other call can start while it is
// there, on the object, on a binding, or through another view.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{HeapPlaced, Placed, placeable};

#[placeable]
trait Lend {
    inline async fn lend(&mut self) -> &str;
    inline async fn change(&mut self);
}

async fn on_object(object: &mut dyn Lend) {
    let lent = object.lend().await;
    object.change().await; //~ ERROR cannot borrow `*object` as mutable
    println!("{lent}");
}

async fn on_binding(object: Box<dyn Lend>) {
    let mut binding = HeapPlaced::new(object);
    let lent = binding.lend().await;
    binding.change().await; //~ ERROR cannot borrow `binding` as mutable
    println!("{lent}");
}

async fn beyond_the_binding(object: Box<dyn Lend>) {
    let mut binding = HeapPlaced::new(object);
    let lent = binding.lend().await;
    drop(Placed::into_inner(binding)); //~ ERROR cannot move out of `binding`
    println!("{lent}");
}

async fn through_another_view<'a>(object: &'a mut (dyn Lend + 'a)) -> &'a str {
    let mut binding = HeapPlaced::new(object);
    let lent = binding.lend().await;
    lent //~ ERROR cannot return value referencing local variable `binding`
}

fn main() {}
