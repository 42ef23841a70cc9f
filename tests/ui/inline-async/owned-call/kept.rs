//@ edition: 2024

// What `into_call` is given cannot keep the object, nor can the output borrow from it; and the call
// does not outlive what its binding borrows.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, Placed};

trait Count {
    inline async fn next(&mut self) -> u32;
    inline async fn name<'a>(&'a mut self) -> &'a str;
}

fn kept(count: Box<dyn Count>) {
    let mut kept = None;
    let _call = Placed::into_call(HeapPlaced::new(count), |count| {
        kept = Some(&mut *count); //~ ERROR borrowed data escapes outside of closure
        count.next() //~ ERROR cannot borrow `*count` as mutable more than once at a time
    });
    drop(kept);
}

fn lent(count: Box<dyn Count>) {
    let _call = Placed::into_call(HeapPlaced::new(count), |count| count.name());
    //~^ ERROR lifetime may not live long enough
}

fn outlived<T: Count>(mut count: T) {
    let call = Placed::into_call(HeapPlaced::new(&mut count as &mut dyn Count), |count| count.next());
    drop(count); //~ ERROR cannot move out of `count` because it is borrowed
    drop(call);
}

fn main() {}
