//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Where a method of a `#[placeable]` trait is `#[inline_async(send)]`, a binding implements the trait if
// the call on it is `Send`: if pointer, place and object are, or are `Sync` where the method takes
// `&self`. Where only another method is, nothing is asked for this one.

#![feature(allocator_api, inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::alloc::{AllocError, Allocator, Layout};
use std::future::inline_async::{HeapPlace, Placed, placeable};
use std::ptr::NonNull;
use std::rc::Rc;

#[placeable]
trait Exclusive {
    #[inline_async(send)]
    inline async fn exclusive(&mut self);
}

#[placeable]
trait Shared {
    #[inline_async(send)]
    inline async fn shared(&self);
}

#[placeable]
trait Owned {
    #[inline_async(send)]
    inline async fn owned(self);
}

#[placeable]
trait Partly {
    #[inline_async(send)]
    inline async fn sent(&self);
    inline async fn kept(&mut self);
}

fn exclusive<T: Exclusive>() {}
fn shared<T: Shared>() {}
fn owned<T: Owned>() {}
fn partly<T: Partly>() {}

/// An allocator that stays on its thread.
struct Local(Rc<()>);

unsafe impl Allocator for Local {
    fn allocate(&self, _: Layout) -> Result<NonNull<[u8]>, AllocError> {
        Err(AllocError)
    }

    unsafe fn deallocate(&self, _: NonNull<u8>, _: Layout) {}
}

fn main() {
    exclusive::<Placed<Box<dyn Exclusive + Send>, HeapPlace>>();
    exclusive::<Placed<Box<dyn Exclusive>, HeapPlace>>();
    //~^ ERROR `dyn Exclusive` cannot be sent between threads safely
    exclusive::<Placed<Box<dyn Exclusive + Send>, HeapPlace<Local>>>();
    //~^ ERROR `Rc<()>` cannot be sent between threads safely

    shared::<Placed<&(dyn Shared + Sync), HeapPlace>>();
    shared::<Placed<&(dyn Shared + Send), HeapPlace>>();
    //~^ ERROR `dyn Shared + Send` cannot be shared between threads safely

    owned::<Placed<Box<dyn Owned + Send>, HeapPlace>>();
    owned::<Placed<Box<dyn Owned>, HeapPlace>>();
    //~^ ERROR `dyn Owned` cannot be sent between threads safely
    owned::<Placed<Box<dyn Owned + Send, Local>, HeapPlace>>();
    //~^ ERROR `Rc<()>` cannot be sent between threads safely

    partly::<Placed<&mut (dyn Partly + Sync), HeapPlace>>();
}
