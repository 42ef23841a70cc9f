//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Of all other types nothing is said: parameters, what is still to be inferred, opaque types,
// closures and coroutines count as `Send`, even where they are found not to be.

#![feature(inline_async_fn, extern_types)]

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

fn parameter<T>() {
    let _: &mut (dyn Tr<T> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
    //[current]~^^ ERROR cannot be sent between threads safely
}

fn inferred() {
    let mut object: &mut (dyn Tr<_> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
    //[current]~^^ ERROR cannot be sent between threads safely
    let _: &mut &mut (dyn Tr<Rc<u8>> + Send) = &mut object;
}

fn make_rc() -> impl Sized {
    Rc::new(0)
}

fn of<X>(_: &X, _: &mut (dyn Tr<X> + Send)) {}

fn opaque() {
    of(&make_rc(), &mut Holder);
    //~^ ERROR cannot be sent between threads safely
}

fn closure() {
    let rc = Rc::new(0);
    of(&move || drop(rc), &mut Holder);
    //~^ ERROR cannot be sent between threads safely
}

fn coroutine() {
    let rc = Rc::new(0);
    let block = async move {
        std::future::ready(()).await;
        drop(rc);
    };
    of(&block, &mut Holder);
    //~^ ERROR cannot be sent between threads safely
}

fn function() {
    of(&make_rc, &mut Holder);
    //~^ ERROR cannot be sent between threads safely
}

unsafe extern "C" {
    type Foreign;
}

fn foreign_type() {
    let _: &mut (dyn Tr<&'static Foreign> + Send) = &mut Holder;
    //~^ ERROR `Foreign` cannot be shared between threads safely
    //[current]~^^ ERROR cannot be sent between threads safely
}

fn main() {}
