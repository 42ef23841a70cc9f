//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Coercions that are written as bounds, in generic code and in pointers of one's own, ask for the
// same futures as those that are seen; so does generic code about futures that it knows nothing of.

#![feature(coerce_unsized, inline_async_fn, unsize)]
#![allow(dead_code, async_fn_in_trait)]

use std::future::ready;
use std::marker::Unsize;
use std::ops::CoerceUnsized;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

async fn holds_rc() {
    let rc = Rc::new(1);
    ready(()).await;
    drop(rc);
}

trait Tr {
    inline async fn m(&mut self);
}

struct Holder;

impl Tr for Holder {
    async fn m(&mut self) {
        holds_rc().await;
    }
}

fn coerce<T: ?Sized + Unsize<U>, U: ?Sized>(pointer: Box<T>) -> Box<U> {
    pointer
}

fn explicit() -> Box<dyn Tr + Send> {
    coerce::<Holder, dyn Tr + Send>(Box::new(Holder))
    //~^ ERROR future cannot be sent between threads safely
}

fn assumed<T: Unsize<dyn Tr + Send>>(pointer: Box<T>) -> Box<dyn Tr + Send> {
    pointer
}

fn passed_on() -> Box<dyn Tr + Send> {
    assumed(Box::new(Holder)) //~ ERROR future cannot be sent between threads safely
}

struct Own<T: ?Sized>(*mut T);

impl<T: ?Sized + Unsize<U>, U: ?Sized> CoerceUnsized<Own<U>> for Own<T> {}

fn own_pointer(pointer: Own<Holder>) -> Own<dyn Tr + Send> {
    pointer //~ ERROR future cannot be sent between threads safely
}

fn pinned() -> Pin<Box<dyn Tr + Send>> {
    Box::pin(Holder) //~ ERROR future cannot be sent between threads safely
}

trait Counted {
    inline async fn m(self: Arc<Self>);
}

impl Counted for Holder {
    async fn m(self: Arc<Self>) {
        holds_rc().await;
    }
}

// `Arc<dyn Counted + Send>` cannot be sent.
fn arc_of_send() -> Arc<dyn Counted + Send> {
    Arc::new(Holder)
}

fn arc_of_both() -> Arc<dyn Counted + Send + Sync> {
    Arc::new(Holder) //~ ERROR future cannot be sent between threads safely
}

trait Inner {
    async fn inner(&self);
}

struct Wrapper<T>(T);

impl<T: Inner> Tr for Wrapper<T> {
    async fn m(&mut self) {
        self.0.inner().await;
    }
}

fn unknown_future<T: Inner + Send + Sync + 'static>(inner: T) -> Box<dyn Tr + Send> {
    Box::new(Wrapper(inner)) //~ ERROR future cannot be sent between threads safely
}

fn main() {}
