//@ edition: 2024

// What a method needs of a binding and its pointer, where that is missing.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::HeapPlaced;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

trait Tr {
    inline async fn exclusive(&mut self);
    inline async fn pinned(self: Pin<&mut Self>);
    inline async fn consume(self);
    inline async fn rc(self: Rc<Self>);
}

async fn shared(mut binding: HeapPlaced<Arc<dyn Tr>>) {
    binding.exclusive().await;
    //~^ ERROR `exclusive` takes `&mut self`, but `Arc<dyn Tr>` shares its object
}

async fn not_pinned(mut binding: HeapPlaced<Box<dyn Tr>>) {
    binding.pinned().await;
    //~^ ERROR `pinned` takes `self: Pin<&mut Self>`, but `Box<dyn Tr>` does not pin its object
}

async fn borrowed(binding: HeapPlaced<&mut dyn Tr>) {
    binding.consume().await;
    //~^ ERROR `consume` takes `self`, but `&mut dyn Tr` does not own its object
}

async fn other_pointer(binding: HeapPlaced<Arc<dyn Tr>>) {
    binding.rc().await;
    //~^ ERROR `rc` takes `self: Rc<dyn Tr>`, but `Arc<dyn Tr>` is another pointer
}

async fn shared_binding(binding: &HeapPlaced<Box<dyn Tr>>) {
    binding.exclusive().await;
    //~^ ERROR cannot borrow `*binding` as mutable, as it is behind a `&` reference
}

async fn not_mut(binding: HeapPlaced<Box<dyn Tr>>) {
    binding.exclusive().await;
    //~^ ERROR cannot borrow `binding` as mutable, as it is not declared as mutable
}

async fn moved(binding: HeapPlaced<Box<dyn Tr>>) {
    binding.consume().await;
    binding.consume().await;
    //~^ ERROR use of moved value: `binding`
}

async fn behind_reference(binding: &mut HeapPlaced<Box<dyn Tr>>) {
    binding.consume().await;
    //~^ ERROR cannot move out of `*binding` which is behind a mutable reference
}

fn main() {}
