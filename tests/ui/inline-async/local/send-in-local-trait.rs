//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// The attribute of a method goes before that of its trait: a trait whose calls stay on their thread can
// have a method whose calls can be sent. Its futures must be `Send`, and generic code is promised that.

#![feature(inline_async_fn)]
#![allow(dead_code)]

use std::rc::Rc;

#[inline_async(local)]
trait Mostly {
    async fn stays(&self);
    #[inline_async(send)]
    async fn moves(&self);
}

fn must_be_send(_: impl Send) {}

fn generic<M: Mostly + Sync>(mostly: &M) {
    must_be_send(mostly.moves());
}

fn calls(object: &(dyn Mostly + Sync)) {
    must_be_send(object.moves());
    must_be_send(object.stays());
    //~^ ERROR `Local<()>` cannot be sent between threads safely
}

struct Holds;

impl Mostly for Holds {
    async fn stays(&self) {
        let held = Rc::new(1);
        std::future::ready(()).await;
        drop(held);
    }

    async fn moves(&self) {
        //~^ ERROR future cannot be sent between threads safely
        let held = Rc::new(1);
        std::future::ready(()).await;
        drop(held);
    }
}

fn main() {}
