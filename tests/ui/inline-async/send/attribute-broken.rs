//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Where `#[inline_async(send)]` demands futures that are `Send`, an implementation must have them, and
// an object type implements the trait only if the calls on it are `Send`.

#![feature(inline_async_fn)]

use std::future::ready;
use std::rc::Rc;

#[inline_async(send)]
trait Handler {
    inline async fn handle(&mut self);
}

#[inline_async(send)]
trait WithDefault: Send {
    inline async fn with_default(&mut self) { //~ ERROR future cannot be sent between threads safely
        let rc = Rc::new(1);
        ready(()).await;
        drop(rc);
    }
}

struct Local;

impl Handler for Local {
    async fn handle(&mut self) { //~ ERROR future cannot be sent between threads safely
        let rc = Rc::new(1);
        ready(()).await;
        drop(rc);
    }
}

fn run<H: Handler + ?Sized>(handler: &mut H) {
    fn send<T: Send>(_: T) {}
    send(handler.handle());
}

fn object(handler: &mut dyn Handler) {
    run(handler); //~ ERROR the trait bound `dyn Handler: Handler` is not satisfied in
}

// A call on the object itself asks for nothing.
async fn call(handler: &mut dyn Handler) {
    handler.handle().await;
}

fn main() {}
