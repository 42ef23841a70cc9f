//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A call on a binding is `Send` when the object, its pointer, its place and the arguments may be
// used on the other thread: when they are `Send`, and `Sync` where they are shared. What it gives
// is not asked.

#![feature(allocator_api, inline_async_fn, inline_async)]

use std::alloc::{AllocError, Allocator, Layout};
use std::future::inline_async::{HeapPlace, HeapPlaced, Placed};
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::Arc;

trait Tr {
    inline async fn exclusive(&mut self, n: u8) -> Rc<u8>;
    inline async fn with(&mut self, n: Rc<u8>);
    inline async fn shared(&self, n: u8);
    inline async fn consume(self);
    inline async fn arc(self: Arc<Self>);
}

/// An allocator that stays on its thread.
struct Local(#[allow(dead_code)] Rc<()>);

// SAFETY: it has no memory.
unsafe impl Allocator for Local {
    fn allocate(&self, _: Layout) -> Result<NonNull<[u8]>, AllocError> {
        Err(AllocError)
    }

    unsafe fn deallocate(&self, _: NonNull<u8>, _: Layout) {}
}

type LocalPlace = HeapPlace<Local>;

fn send<T: Send>(_: T) {}
fn sync<T: Sync>(_: &T) {}

fn all_is_send(mut binding: HeapPlaced<Box<dyn Tr + Send + Sync>>) {
    send(binding.exclusive(1));
    send(binding.shared(1));
    send(async { binding.exclusive(1).await });
    send(binding.consume());
}

fn only_send(mut binding: HeapPlaced<Box<dyn Tr + Send>>) {
    send(binding.exclusive(1));
    sync(&binding.with(Rc::new(1)));
    send(binding.shared(1)); //~ ERROR `(dyn Tr + Send + 'static)` cannot be shared between threads
}

fn only_sync(binding: HeapPlaced<&(dyn Tr + Sync)>) {
    send(binding.shared(1));
}

fn pointer_as_receiver(binding: HeapPlaced<Arc<dyn Tr + Send + Sync>>) {
    send(binding.arc());
}

fn of_object(mut binding: HeapPlaced<Box<dyn Tr>>) {
    send(binding.exclusive(1)); //~ ERROR `(dyn Tr + 'static)` cannot be sent between threads safely
    send(binding.consume()); //~ ERROR `(dyn Tr + 'static)` cannot be sent between threads safely
}

fn of_argument(mut binding: HeapPlaced<Box<dyn Tr + Send>>) {
    send(binding.with(Rc::new(1))); //~ ERROR `Rc<u8>` cannot be sent between threads safely
}

fn of_place(mut binding: Placed<Box<dyn Tr + Send + Sync>, LocalPlace>) {
    send(binding.exclusive(1)); //~ ERROR `Rc<()>` cannot be sent between threads safely
    send(binding.shared(1)); //~ ERROR `Rc<()>` cannot be shared between threads safely
    send(binding.consume()); //~ ERROR `Rc<()>` cannot be sent between threads safely
}

fn main() {}
