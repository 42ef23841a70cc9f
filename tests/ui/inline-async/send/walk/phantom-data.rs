//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// `PhantomData` of a type is what that type is.

#![feature(inline_async_fn)]

use std::cell::Cell;
use std::marker::PhantomData;
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

struct Local<T>(T, PhantomData<*const T>);

fn exempt<'a, T: 'a>() {
    let _: &mut (dyn Tr<PhantomData<Rc<T>>> + Send) = &mut Holder;
    let _: &mut (dyn Tr<Local<T>> + Send) = &mut Holder;
    let _: &mut (dyn Tr<&'a PhantomData<Cell<T>>> + Send) = &mut Holder;
}

fn of_send() {
    let _: &mut (dyn Tr<PhantomData<Cell<u8>>> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn of_function_pointer() {
    let _: &mut (dyn Tr<PhantomData<fn(Rc<u8>)>> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn main() {}
