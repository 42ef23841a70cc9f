//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally
//@[next] check-pass

// A type whose `Send` depends on itself, through the coercion of an object whose methods take it. The
// circle is as good as any of an auto trait to the next solver; to the current one it is an overflow,
// which is an error and none of the compiler's stack.

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
    send::<Loop<Holder>>(); //[current]~ ERROR overflow evaluating the requirement
}
