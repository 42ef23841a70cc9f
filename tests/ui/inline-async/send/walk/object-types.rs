//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// An object type is `Send` if its bounds say so, or a supertrait of its principal; nothing else can
// make it so.

#![feature(inline_async_fn)]

use std::error::Error;
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

trait Sub: Base {}
trait Base: Send {}
trait Shared: Sync {}

fn exempt<'a, T: 'a>() {
    let _: &mut (dyn Tr<Box<dyn Fn(T) + 'a>> + Send) = &mut Holder;
    let _: &mut (dyn Tr<Box<dyn Error>> + Send) = &mut Holder;
    let _: &mut (dyn Tr<Box<dyn Error + Sync>> + Send) = &mut Holder;
    let _: &mut (dyn Tr<Box<dyn Shared>> + Send) = &mut Holder;
    let _: &mut (dyn Tr<&'a (dyn Error + Send)> + Send) = &mut Holder;
    let _: &mut (dyn Tr<&'a dyn Sub> + Send) = &mut Holder;
}

fn bound() {
    let _: &mut (dyn Tr<Box<dyn Error + Send>> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn only_bound() {
    let _: &mut (dyn Tr<Box<dyn Send>> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn supertrait() {
    let _: &mut (dyn Tr<Box<dyn Sub>> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn supertrait_sync<'a>() {
    let _: &mut (dyn Tr<&'a dyn Shared> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn main() {}
