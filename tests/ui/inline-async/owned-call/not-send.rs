//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A call that owns its binding is not `Send` if the object, the arguments or the pointer are not; one
// of a method that takes `&self` not if the object is not `Sync`.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, Placed};
use std::rc::Rc;

trait Count {
    inline async fn next(&mut self, step: Rc<u32>) -> u32;
    inline async fn plain(&mut self) -> u32;
    inline async fn now(&self) -> u32;
}

fn is_send(_: impl Send) {}

fn object(count: Box<dyn Count>) {
    is_send(Placed::into_call(HeapPlaced::new(count), |count| count.plain()));
    //~^ ERROR `dyn Count` cannot be sent between threads safely
}

fn argument(count: Box<dyn Count + Send>) {
    is_send(Placed::into_call(HeapPlaced::new(count), |count| count.next(Rc::new(1))));
    //~^ ERROR `Rc<u32>` cannot be sent between threads safely
}

fn shared(count: Box<dyn Count + Send>) {
    is_send(Placed::into_shared_call(HeapPlaced::new(count), |count| count.now()));
    //~^ ERROR `dyn Count + Send` cannot be shared between threads safely
}

fn pointer(count: Rc<dyn Count + Send + Sync>) {
    is_send(Placed::into_shared_call(HeapPlaced::new(count), |count| count.now()));
    //~^ ERROR `Rc<dyn Count + Send + Sync>` cannot be sent between threads safely
}

fn main() {}
