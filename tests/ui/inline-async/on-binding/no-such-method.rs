//@ edition: 2024

// Where neither the binding nor its object has the method, the error names the inline async methods
// that the binding has: those of its object, and of that one's supertraits.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::HeapPlaced;
use std::sync::Arc;

trait Source {
    inline async fn read(&mut self) -> u8;
    fn name(&self) -> String;
}

trait Pipe: Source {
    inline async fn write(&mut self, byte: u8);
    // The supertrait has one of this name.
    inline async fn read(&mut self);
}

trait One {
    inline async fn only(&self);
}

trait Many: One {
    inline async fn a(&self);
    inline async fn b(&self);
    inline async fn c(&self);
    inline async fn d(&self);
    inline async fn e(&self);
    inline async fn f(&self);
    inline async fn g(&self);
    inline async fn h(&self);
    inline async fn i(&self);
}

trait None {
    fn plain(&self);
}

fn pipe(mut binding: HeapPlaced<Box<dyn Pipe + Send>>) {
    binding.absent();
    //~^ ERROR no method named `absent` found
}

fn reference(binding: &mut HeapPlaced<&mut dyn One>) {
    binding.absent(1);
    //~^ ERROR no method named `absent` found
}

fn many(binding: Box<HeapPlaced<Arc<dyn Many>>>) {
    binding.absent();
    //~^ ERROR no method named `absent` found
}

fn none(binding: HeapPlaced<Box<dyn None>>) {
    binding.absent();
    //~^ ERROR no method named `absent` found
}

fn main() {}
