//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// The coercion to an object type that is `Send` asks for `Send` futures, wherever the bound stands,
// whatever the pointer is, and through structs with an unsized tail.

#![feature(inline_async_fn, coerce_unsized, unsize)]

use std::future::ready;
use std::marker::Unsize;
use std::ops::CoerceUnsized;
use std::rc::Rc;
use std::sync::Arc;

trait Tr {
    inline async fn m(&mut self);
}

trait SendTr: Send {
    inline async fn m(&mut self);
}

trait Sub: Tr + Send {}

trait Shared {
    inline async fn m(&self);
}

/// It is `Send`, but its futures hold an `Rc` across an `await`.
struct Counter;

macro_rules! holds_rc {
    ($($name:ident($receiver:ty))*) => {$(
        impl $name for Counter {
            async fn m(self: $receiver) {
                let rc = Rc::new(1);
                ready(()).await;
                drop(rc);
            }
        }
    )*}
}

holds_rc! { Tr(&mut Self) SendTr(&mut Self) Shared(&Self) }

impl Sub for Counter {}

struct Pointer<T: ?Sized>(Box<T>);

impl<T: ?Sized + Unsize<U>, U: ?Sized> CoerceUnsized<Pointer<U>> for Pointer<T> {}

struct Tail<T: ?Sized>(#[allow(dead_code)] u8, #[allow(dead_code)] T);

fn accepted(mut counter: Counter) {
    let _: &mut dyn Tr = &mut counter;
    let _: Box<dyn Tr + Sync> = Box::new(Counter);
    let _: Arc<dyn Shared + Send> = Arc::new(Counter);
    let _: &dyn Shared = &counter;
}

fn explicit() -> Box<dyn Tr + Send> {
    Box::new(Counter) //~ ERROR future cannot be sent between threads safely
}

fn supertrait() -> Box<dyn SendTr> {
    Box::new(Counter) //~ ERROR future cannot be sent between threads safely
}

fn method_of_supertrait() -> Box<dyn Sub> {
    Box::new(Counter) //~ ERROR future cannot be sent between threads safely
}

fn reference(counter: &mut Counter) -> &mut (dyn Tr + Send) {
    counter //~ ERROR future cannot be sent between threads safely
}

fn smart_pointer() -> Rc<dyn Tr + Send> {
    Rc::new(Counter) //~ ERROR future cannot be sent between threads safely
}

fn own_pointer() -> Pointer<dyn Tr + Send> {
    Pointer(Box::new(Counter)) as Pointer<Counter>
    //~^ ERROR future cannot be sent between threads safely
}

fn tail() -> Box<Tail<dyn Tr + Send>> {
    Box::new(Tail(1, Counter)) //~ ERROR future cannot be sent between threads safely
}

fn shared() -> Arc<dyn Shared + Sync> {
    Arc::new(Counter) //~ ERROR future cannot be sent between threads safely
}

fn cast(counter: &mut Counter) {
    let _ = counter as &mut (dyn Tr + Send); //~ ERROR future cannot be sent between threads safely
}

fn main() {}
