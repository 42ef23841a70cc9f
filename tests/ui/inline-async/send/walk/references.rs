//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A shared reference is `Send` and `Sync` if what it refers to is `Sync`, an exclusive one is what it
// refers to.

#![feature(inline_async_fn)]

use std::cell::Cell;
use std::rc::Rc;
use std::sync::MutexGuard;

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

fn exempt<'a, T: 'a>() {
    // `Cell` is `Send` and not `Sync`.
    let _: &mut (dyn Tr<&'a Cell<T>> + Send) = &mut Holder;
    let _: &mut (dyn Tr<&'a &'a Cell<T>> + Send) = &mut Holder;
    let _: &mut (dyn Tr<&'a &'a mut Cell<T>> + Send) = &mut Holder;
    // `MutexGuard` is `Sync` and not `Send`.
    let _: &mut (dyn Tr<&'a mut MutexGuard<'a, T>> + Send) = &mut Holder;
}

fn exclusive_of_send<'a>() {
    let _: &mut (dyn Tr<&'a mut Cell<u8>> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn exclusive_of_shared<'a>() {
    let _: &mut (dyn Tr<&'a mut &'a u8> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn shared_of_sync<'a>() {
    let _: &mut (dyn Tr<&'a MutexGuard<'a, u8>> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn shared_of_exclusive_of_sync<'a>() {
    let _: &mut (dyn Tr<&'a &'a mut MutexGuard<'a, u8>> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn main() {}
