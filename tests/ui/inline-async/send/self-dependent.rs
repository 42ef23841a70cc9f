//@ edition: 2024
//[current]~^ ERROR cycle detected when evaluating trait selection obligation
//[next]~^^ ERROR cycle detected when checking if calls can be sent between threads
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A type whose `Send` depends on itself, through the coercion of an object whose methods take it: an
// error, no overflow of the compiler's stack.

#![feature(inline_async_fn, unsize)]

use std::marker::{PhantomData, Unsize};

trait Handler<X> {
    inline async fn handle(&mut self, argument: X);
}

struct Holder;

impl<X> Handler<X> for Holder {
    async fn handle(&mut self, _argument: X) {}
}

struct Loop<T>(PhantomData<*const T>);

unsafe impl<T> Send for Loop<T> where T: Unsize<dyn Handler<Loop<T>> + Send> {}

fn send<T: Send>() {}

fn main() {
    send::<Loop<Holder>>();
}
