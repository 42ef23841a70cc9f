//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver

// A call on a binding is well-formed only if what the method takes is, although nothing may be left
// of that when it is normalized: `&'a &'b u8` says that `'b: 'a`, which an implementation relies on,
// and its `Gone::Type` is `()`.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, Placed};
use std::pin::Pin;
use std::rc::Rc;

trait Gone {
    type Type;
}

impl<T> Gone for T {
    type Type = ();
}

trait Tr {
    inline async fn shared<'a, 'b>(&self, _: <&'a &'b u8 as Gone>::Type, y: &'b u8) -> &'a u8;
    inline async fn mutable<'a, 'b>(&mut self, _: <&'a &'b u8 as Gone>::Type, y: &'b u8) -> &'a u8;
    inline async fn pinned<'a, 'b>(
        self: Pin<&mut Self>,
        _: <&'a &'b u8 as Gone>::Type,
        y: &'b u8,
    ) -> &'a u8;
    inline async fn value<'a, 'b>(self, _: <&'a &'b u8 as Gone>::Type, y: &'b u8) -> &'a u8;
    inline async fn pointer<'a, 'b>(
        self: Rc<Self>,
        _: <&'a &'b u8 as Gone>::Type,
        y: &'b u8,
    ) -> &'a u8;
    inline async fn inside<'a, 'b>(
        &mut self,
        _: fn(<&'a &'b u8 as Gone>::Type),
        y: &'b u8,
    ) -> &'a u8;
}

async fn shared<'b>(binding: HeapPlaced<Box<dyn Tr>>, y: &'b u8) -> &'static u8 {
    binding.shared((), y).await
    //~^ ERROR borrowed data escapes outside of function
}

async fn mutable<'b>(mut binding: HeapPlaced<Box<dyn Tr>>, y: &'b u8) -> &'static u8 {
    binding.mutable((), y).await
    //~^ ERROR borrowed data escapes outside of function
}

async fn pinned<'b>(mut binding: HeapPlaced<Pin<Box<dyn Tr>>>, y: &'b u8) -> &'static u8 {
    binding.pinned((), y).await
    //~^ ERROR borrowed data escapes outside of function
}

async fn value<'b>(binding: HeapPlaced<Box<dyn Tr>>, y: &'b u8) -> &'static u8 {
    binding.value((), y).await
    //~^ ERROR borrowed data escapes outside of function
}

async fn pointer<'b>(binding: HeapPlaced<Rc<dyn Tr>>, y: &'b u8) -> &'static u8 {
    binding.pointer((), y).await
    //~^ ERROR borrowed data escapes outside of function
}

async fn inside<'b>(mut binding: HeapPlaced<Box<dyn Tr>>, y: &'b u8) -> &'static u8 {
    binding.inside(|()| (), y).await
    //~^ ERROR borrowed data escapes outside of function
}

fn owned<'b>(binding: HeapPlaced<Box<dyn Tr>>, y: &'b u8) -> impl Future<Output = &'static u8> {
    let call = Placed::into_call(binding, |object| object.mutable((), y));
    async { call.await.1 } //~ ERROR lifetime may not live long enough
}

// Where the lifetimes are as they must be, all is well.
async fn as_declared<'b>(mut binding: HeapPlaced<Box<dyn Tr>>, y: &'b u8) -> &'b u8 {
    binding.mutable((), y).await
}

fn main() {}
