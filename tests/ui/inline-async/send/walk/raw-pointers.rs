//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A raw pointer is never `Send` nor `Sync`, whatever it points to, so a method that takes one is
// exempt. A method pointer, or an address as a number, says nothing of that kind.

#![feature(inline_async_fn)]

use std::rc::Rc;

trait Tr<X> {
    inline async fn m(&mut self, x: X);
}

/// Its futures are never `Send`.
struct Holder;

impl<X> Tr<X> for Holder {
    async fn m(&mut self, _x: X) {
        let held = Rc::new(0);
        std::future::ready(()).await;
        drop(held);
    }
}

fn exempt<T>() {
    let _: &mut (dyn Tr<*const u8> + Send) = &mut Holder;
    let _: &mut (dyn Tr<*mut T> + Send) = &mut Holder;
    let _: &mut (dyn Tr<&*const T> + Send) = &mut Holder;
}

fn number() {
    let _: &mut (dyn Tr<usize> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn function_pointer<T>() {
    let _: &mut (dyn Tr<fn(*const T)> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn main() {}
