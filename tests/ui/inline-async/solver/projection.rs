//@ check-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// The future of an inline async method on an object type normalizes to an `InlineCall`, with the
// lifetimes of receiver and arguments at their places, while for a type parameter it stays opaque
// and for a known type it is the implementation's own.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::InlineCall;
use std::pin::Pin;
use std::rc::Rc;

trait Tr<'t, T> {
    type Item;
    inline async fn elided(&mut self, text: &str) -> usize;
    inline async fn lending(&mut self) -> Option<&Vec<u8>>;
    inline async fn named<'a, 'b>(&'a self, a: &'a T, b: &'b T) -> &'b T;
    inline async fn of_trait(self: Pin<&mut Self>, t: &'t T) -> Self::Item;
    inline async fn owned(self: Rc<Self>) -> T;
}

type Object<'o, 't> = dyn Tr<'t, u8, Item = String> + 'o;

fn elided<'r, 'x, 'o, 't>(
    object: &'r mut Object<'o, 't>,
    text: &'x str,
) -> InlineCall<&'r mut Object<'o, 't>, (&'x str,), usize> {
    object.elided(text)
}

fn lending<'r, 'o, 't>(
    object: &'r mut Object<'o, 't>,
) -> InlineCall<&'r mut Object<'o, 't>, (), Option<&'r Vec<u8>>> {
    object.lending()
}

fn named<'r, 'b, 'o, 't>(
    object: &'r Object<'o, 't>,
    a: &'r u8,
    b: &'b u8,
) -> InlineCall<&'r Object<'o, 't>, (&'r u8, &'b u8), &'b u8> {
    object.named(a, b)
}

fn of_trait<'r, 'o, 't>(
    object: Pin<&'r mut Object<'o, 't>>,
    t: &'t u8,
) -> InlineCall<Pin<&'r mut Object<'o, 't>>, (&'t u8,), String> {
    Tr::of_trait(object, t)
}

fn owned<'o, 't>(object: Rc<Object<'o, 't>>) -> InlineCall<Rc<Object<'o, 't>>, (), u8> {
    <Object<'o, 't> as Tr<'t, u8>>::owned(object)
}

fn main() {}
