//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Arrays, slices and tuples are `Send` if all their elements are: one that can never be is enough
// for a method that takes them to be exempt.

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

fn exempt<T, const N: usize>() {
    let _: &mut (dyn Tr<[Rc<T>; N]> + Send) = &mut Holder;
    let _: &mut (dyn Tr<[Rc<T>; 0]> + Send) = &mut Holder;
    let _: &mut (dyn Tr<Box<[Rc<T>]>> + Send) = &mut Holder;
    let _: &mut (dyn Tr<(T, Rc<T>)> + Send) = &mut Holder;
    let _: &mut (dyn Tr<((u8, (Rc<T>,)), T)> + Send) = &mut Holder;
}

fn array<const N: usize>() {
    let _: &mut (dyn Tr<[u8; N]> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn slice() {
    let _: &mut (dyn Tr<Box<[u8]>> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn tuple() {
    let _: &mut (dyn Tr<(u8, u16)> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn unit() {
    let _: &mut (dyn Tr<()> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn main() {}
