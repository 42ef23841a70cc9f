//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A method is exempt when no call of it could be sent anyway, for no instantiation of the parameters
// in scope: its receiver under the object's bounds or one of its arguments is not `Send`. What is
// unknown may be `Send`: `make::<u32>()` would race if `make` were not refused.

#![feature(inline_async_fn)]

use std::future::ready;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

async fn holds_rc() {
    let rc = Rc::new(1);
    ready(()).await;
    drop(rc);
}

trait Handler<X> {
    inline async fn handle(&mut self, argument: X);
}

struct Holder;

impl<X> Handler<X> for Holder {
    async fn handle(&mut self, _argument: X) {
        holds_rc().await;
    }
}

fn known_not_to_be_send() -> Box<dyn Handler<Rc<u32>> + Send> {
    Box::new(Holder)
}

fn not_send_for_any<X>() -> Box<dyn Handler<Rc<X>> + Send> {
    Box::new(Holder)
}

fn known_to_be_send() -> Box<dyn Handler<u32> + Send> {
    Box::new(Holder) //~ ERROR future cannot be sent between threads safely
}

fn unknown<X>() -> Box<dyn Handler<X> + Send> {
    Box::new(Holder)
    //~^ ERROR future cannot be sent between threads safely
    //[current]~^^ ERROR future cannot be sent between threads safely
}

fn unknown_reference<'a, X>() -> Box<dyn Handler<&'a X> + Send> {
    Box::new(Holder)
    //~^ ERROR `X` cannot be shared between threads safely
    //[current]~^^ ERROR future cannot be sent between threads safely
}

fn unknown_alias<I: Iterator>() -> Box<dyn Handler<I::Item> + Send> {
    Box::new(Holder)
    //~^ ERROR `<I as Iterator>::Item` cannot be sent between threads safely
    //[current]~^^ ERROR future cannot be sent between threads safely
}

trait Item {
    type Item;
    inline async fn put(&mut self, item: Self::Item);
}

struct Store<T>(T);

impl<T> Item for Store<T> {
    type Item = T;
    async fn put(&mut self, _item: T) {
        holds_rc().await;
    }
}

fn alias_known_not_to_be_send() -> Box<dyn Item<Item = Rc<u32>> + Send> where Rc<u32>: Sized {
    // The store itself must be `Send`.
    struct NotStored;
    impl Item for NotStored {
        type Item = Rc<u32>;
        async fn put(&mut self, _item: Rc<u32>) {
            holds_rc().await;
        }
    }
    Box::new(NotStored)
}

fn alias_known_to_be_send() -> Box<dyn Item<Item = u32> + Send> {
    Box::new(Store(1)) //~ ERROR future cannot be sent between threads safely
}

trait Receivers {
    inline async fn shared(&self);
    inline async fn rc(self: Rc<Self>);
    inline async fn arc(self: Arc<Self>);
}

impl Receivers for Holder {
    async fn shared(&self) {
        holds_rc().await;
    }
    async fn rc(self: Rc<Self>) {
        holds_rc().await;
    }
    async fn arc(self: Arc<Self>) {
        holds_rc().await;
    }
}

fn receivers_not_send() {
    let _: Box<dyn Receivers + Send> = Box::new(Holder);
}

fn receivers_send() {
    let _: Box<dyn Receivers + Send + Sync> = Box::new(Holder);
    //~^ ERROR future cannot be sent between threads safely
}

trait Owned {
    inline async fn boxed(self: Box<Self>);
    inline async fn pinned(self: Pin<&mut Self>);
    inline async fn value(self);
}

impl Owned for Holder {
    async fn boxed(self: Box<Self>) {
        holds_rc().await;
    }
    async fn pinned(self: Pin<&mut Self>) {
        holds_rc().await;
    }
    async fn value(self) {
        holds_rc().await;
    }
}

fn owned_not_send() {
    let _: Box<dyn Owned + Sync> = Box::new(Holder);
}

fn owned_send() {
    let _: Box<dyn Owned + Send> = Box::new(Holder);
    //~^ ERROR future cannot be sent between threads safely
}

fn main() {}
