//@ edition: 2024
//@ run-rustfix

// Where the object type is a type parameter, the method is found through the binding's `Deref`, and
// the call would silently not run in the binding's place: an error that names both ways.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{HeapPlaced, ObjectPlace, ObjectPtr, Placed};

trait Tr {
    inline async fn shared(&self);
    inline async fn exclusive(&mut self);
    fn plain(&self);
}

async fn of_parameter<D: ?Sized + Tr, Ptr: ObjectPtr<Target = D>>(mut binding: HeapPlaced<Ptr>)
where
    Ptr: std::ops::DerefMut,
{
    binding.shared().await;
    //~^ ERROR `shared` would not run in the place of this binding
    binding.exclusive().await;
    //~^ ERROR `exclusive` would not run in the place of this binding
    (*binding).shared().await;
    binding.plain();
}

async fn of_projection<Ptr: ObjectPtr<Target: Tr>, P: ObjectPlace>(binding: &Placed<Ptr, P>) {
    binding.shared().await;
    //~^ ERROR `shared` would not run in the place of this binding
}

async fn bound<Ptr: ObjectPtr, P: ObjectPlace>(binding: Placed<Ptr, P>)
where
    Placed<Ptr, P>: Tr,
{
    binding.shared().await;
}

fn main() {}
