// What a signature may have: lifetimes, associated types, outputs that borrow from the receiver,
// and every receiver that can be dispatched.

//@ check-pass
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

trait Tr<'t, A> {
    type Item;
    inline async fn take(&mut self, item: Self::Item, other: A) -> Option<Self::Item>;
    inline async fn lifetimes<'a, 'b: 'a>(&self, a: &'a u8, b: &'b u8, t: &'t u8) -> &'a u8;
    inline async fn pinned(self: Pin<&mut Self>);
    inline async fn boxed(self: Box<Self>);
    inline async fn rc(self: Rc<Self>);
    inline async fn arc(self: Arc<Self>);
    inline async fn pinned_box(self: Pin<Box<Self>>);
    inline async fn object(&self, write: &mut dyn std::fmt::Write, f: fn(u8) -> u8);
    inline async fn where_clause(&self)
    where
        A: Clone;
}

trait Lend {
    type Item;
    inline async fn lend(&self) -> &Self::Item;
    inline async fn lend_mut(&mut self) -> Option<&mut Self::Item>;
}

fn main() {}
