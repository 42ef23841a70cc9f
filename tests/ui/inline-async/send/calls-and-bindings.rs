//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A call is `Send` when its receiver and its arguments are; in a place, when the place is too. A
// binding is what its pointer and its place are. A shared reference to a call shows nothing of it.

#![feature(allocator_api, inline_async_fn, inline_async)]

use std::alloc::{AllocError, Allocator, Layout};
use std::future::inline_async::{HeapPlace, HeapPlaced, InlineCall, InlinePlace, Placed, PlacedCall};
use std::pin::Pin;
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::Arc;

trait Tr {
    inline async fn shared(&self, n: u8) -> Rc<u8>;
    inline async fn m(&mut self, n: u8) -> u8;
    inline async fn rc(&mut self, n: Rc<u8>) -> u8;
    inline async fn boxed(self: Box<Self>);
    inline async fn arc(self: Arc<Self>);
}

fn send<T: Send>(_: T) {}
fn sync<T: Sync>(_: &T) {}
fn unpin<T: Unpin>(_: T) {}

fn calls(object: &mut (dyn Tr + Send)) {
    // The output is made where the call is polled, and is not held by it.
    send(object.m(1));
    sync(&object.m(1));
    sync(&object.rc(Rc::new(1)));
    send(async { object.m(1).await });
}

fn shared_calls(object: &(dyn Tr + Sync)) {
    send(object.shared(1));
}

fn owned_calls(object: Box<dyn Tr + Send>, shared: Arc<dyn Tr + Send + Sync>) {
    send(object.boxed());
    send(shared.arc());
}

fn of_object(object: &mut dyn Tr) {
    send(object.m(1)); //~ ERROR `dyn Tr` cannot be sent between threads safely
}

fn of_shared_object(object: &(dyn Tr + Send)) {
    send(object.shared(1)); //~ ERROR `dyn Tr + Send` cannot be shared between threads safely
}

fn of_argument(object: &mut (dyn Tr + Send)) {
    send(object.rc(Rc::new(1))); //~ ERROR `Rc<u8>` cannot be sent between threads safely
}

fn held(object: &mut dyn Tr) {
    send(async move { object.m(1).await }); //~ ERROR future cannot be sent between threads safely
}

type Call<'a> = InlineCall<&'a mut (dyn Tr + Send), (u8,), u8>;

/// An allocator that stays on its thread.
struct Local(Rc<()>);

unsafe impl Allocator for Local {
    fn allocate(&self, _: Layout) -> Result<NonNull<[u8]>, AllocError> {
        Err(AllocError)
    }

    unsafe fn deallocate(&self, _: NonNull<u8>, _: Layout) {}
}

fn placed<'a>(
    on_heap: PlacedCall<Call<'a>, &'a mut HeapPlace>,
    inline: PlacedCall<Call<'a>, Pin<&'a mut InlinePlace<64>>>,
) {
    sync(&on_heap);
    send(on_heap);
    unpin(inline);
}

fn in_local_place<'a>(call: PlacedCall<Call<'a>, &'a mut HeapPlace<Local>>) {
    send(call); //~ ERROR `Rc<()>` cannot be sent between threads safely
}

fn bindings<'a>(binding: HeapPlaced<&'a mut (dyn Tr + Send + Sync)>) {
    sync(&binding);
    send(binding);
}

fn binding_of_object<'a>(binding: HeapPlaced<&'a mut dyn Tr>) {
    send(binding); //~ ERROR `(dyn Tr + 'a)` cannot be sent between threads safely
}

fn binding_with_local_place<'a>(binding: Placed<&'a mut (dyn Tr + Send), HeapPlace<Local>>) {
    send(binding); //~ ERROR `Rc<()>` cannot be sent between threads safely
}

fn main() {}
