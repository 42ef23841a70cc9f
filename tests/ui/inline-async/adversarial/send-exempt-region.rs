//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// An argument that is `Send` for one lifetime, or for one type, alone is no reason to leave a
// method unchecked: a caller who has such an argument sends the call, and with it the `Rc`.

#![feature(inline_async_fn)]
#![allow(dead_code)]

use std::future::ready;
use std::marker::PhantomData;
use std::rc::Rc;

struct OneRegion<'a>(PhantomData<*mut &'a ()>);

// SAFETY: it has no data.
unsafe impl Send for OneRegion<'static> {}

struct OneType<X>(PhantomData<(*mut (), X)>);

// SAFETY: it has no data.
unsafe impl Send for OneType<u8> {}

struct Holder;

async fn holds_rc() {
    let rc = Rc::new(1);
    ready(()).await;
    drop(rc);
}

trait LateRegion {
    inline async fn m<'x>(&mut self, argument: OneRegion<'x>);
}

impl LateRegion for Holder {
    async fn m<'x>(&mut self, _argument: OneRegion<'x>) {
        holds_rc().await;
    }
}

trait Generic<X> {
    inline async fn m(&mut self, argument: X);
}

impl<X> Generic<X> for Holder {
    async fn m(&mut self, _argument: X) {
        holds_rc().await;
    }
}

trait Shared {
    inline async fn m(&self);
}

impl Shared for Holder {
    async fn m(&self) {
        holds_rc().await;
    }
}

fn late_region() {
    let _: Box<dyn LateRegion + Send> = Box::new(Holder);
    //~^ ERROR future cannot be sent between threads safely
}

fn region_in_scope<'a>() -> Box<dyn Generic<OneRegion<'a>> + Send> {
    Box::new(Holder)
    //~^ ERROR future cannot be sent between threads safely
}

fn higher_ranked_object() -> Box<dyn for<'x> Generic<OneRegion<'x>> + Send> {
    Box::new(Holder)
    //~^ ERROR future cannot be sent between threads safely
}

fn type_in_scope<X>() -> Box<dyn Generic<OneType<X>> + Send> {
    Box::new(Holder)
    //~^ ERROR
    //[current]~^^ ERROR future cannot be sent between threads safely
}

// `&(dyn Shared + Sync)` can be sent, `dyn Shared + Sync` cannot.
fn shared_by_sync_alone() -> &'static (dyn Shared + Sync) {
    &Holder //~ ERROR future cannot be sent between threads safely
}

fn main() {}
