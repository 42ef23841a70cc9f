//@ edition: 2024

// A method that is called on a binding in a constant function is the one that is not constant. The
// function of the library that makes the call is not named, and that the trait be constant is not
// suggested: an `async fn` cannot be.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::HeapPlaced;
use std::mem::forget;
use std::pin::Pin;
use std::sync::Arc;

trait Tr {
    inline async fn shared(&self, text: &str) -> u8;
    inline async fn exclusive(&mut self, text: String) -> u8;
    inline async fn pinned(self: Pin<&mut Self>) -> u8;
    inline async fn consuming(self) -> u8;
    inline async fn pointer(self: Arc<Self>) -> u8;
}

const fn shared(binding: &HeapPlaced<Box<dyn Tr>>) {
    forget(binding.shared(""));
    //~^ ERROR cannot call non-const method `<dyn Tr as Tr>::shared` in constant functions
}

const fn exclusive(binding: &mut HeapPlaced<Box<dyn Tr>>) {
    forget(binding.exclusive(String::new()));
    //~^ ERROR cannot call non-const method `<dyn Tr as Tr>::exclusive` in constant functions
}

const fn pinned(binding: &mut HeapPlaced<Pin<Box<dyn Tr>>>) {
    forget(binding.pinned());
    //~^ ERROR cannot call non-const method `<dyn Tr as Tr>::pinned` in constant functions
}

const fn consuming(binding: HeapPlaced<Box<dyn Tr>>) {
    forget(binding.consuming());
    //~^ ERROR cannot call non-const method `<dyn Tr as Tr>::consuming` in constant functions
}

const fn pointer(binding: HeapPlaced<Arc<dyn Tr>>) {
    forget(binding.pointer());
    //~^ ERROR cannot call non-const method `<dyn Tr as Tr>::pointer` in constant functions
}

const fn binding() -> &'static HeapPlaced<&'static (dyn Tr + Sync)> {
    loop {}
}

static CALL: () = forget(binding().shared(""));
//~^ ERROR cannot call non-const method `<dyn Tr + Sync as Tr>::shared` in statics

// The same on the object itself.
const fn object(object: &dyn Tr) {
    forget(object.shared(""));
    //~^ ERROR cannot call non-const method `<dyn Tr as Tr>::shared` in constant functions
}

fn main() {}
