//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// What a method lends out keeps the object borrowed, as long as it lives and in the way in which
// the method borrows it; on a binding it keeps the binding.

#![feature(inline_async, inline_async_fn)]

use std::future::inline_async::{HeapPlaced, placeable};

#[placeable]
trait Lend {
    type Item;
    inline async fn shared(&self) -> &Self::Item;
    inline async fn exclusive(&mut self) -> &Self::Item;
    inline async fn both<'a, 'b>(&'a mut self, other: &'b mut Self::Item) -> [&'a Self::Item; 2]
    where
        'b: 'a;
}

type Binding = HeapPlaced<Box<dyn Lend<Item = String>>>;

async fn shared(object: &mut dyn Lend<Item = String>) {
    let first = object.shared().await;
    let second = object.shared().await;
    object.exclusive().await;
    //~^ ERROR cannot borrow `*object` as mutable because it is also borrowed as immutable
    drop((first, second));
}

async fn exclusive(object: &mut dyn Lend<Item = String>) {
    let first = object.exclusive().await;
    object.shared().await;
    //~^ ERROR cannot borrow `*object` as immutable because it is also borrowed as mutable
    drop(first);
}

async fn of_argument(object: &mut dyn Lend<Item = String>, mut other: String) {
    let both = object.both(&mut other).await;
    other.clear();
    //~^ ERROR cannot borrow `other` as mutable more than once at a time
    drop(both);
}

async fn of_binding(mut binding: Binding) {
    let first = binding.exclusive().await;
    binding.shared().await;
    //~^ ERROR cannot borrow `binding` as immutable because it is also borrowed as mutable
    drop(first);
}

async fn binding_is_gone(binding: Binding) {
    let first = binding.shared().await;
    drop(binding);
    //~^ ERROR cannot move out of `binding` because it is borrowed
    drop(first);
}

async fn longer_than_the_object<'o>(object: Box<dyn Lend<Item = String>>) -> &'o String {
    object.shared().await
    //~^ ERROR `*object` does not live long enough
}

fn main() {}
