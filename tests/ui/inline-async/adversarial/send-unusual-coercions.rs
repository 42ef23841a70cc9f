//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// There is no way to an object type that is `Send` round the check of its futures: supertraits,
// trait aliases and `where` clauses that imply it, subtraits that are upcast later, structs with an
// unsized tail, and raw pointers.

#![feature(inline_async_fn, trait_alias)]
#![allow(dead_code)]

use std::future::ready;
use std::rc::Rc;

async fn holds_rc() {
    let rc = Rc::new(1);
    ready(()).await;
    drop(rc);
}

macro_rules! holders {
    ($($tr:ident)*) => {
        $(impl $tr for Holder {
            async fn m(&mut self) {
                holds_rc().await;
            }
        })*
    };
}

struct Holder;

holders!(Clause Indirect Aliased Plain);

trait Clause
where
    Self: Send,
{
    inline async fn m(&mut self);
}

trait Sent: Send {}

impl Sent for Holder {}

trait Indirect: Sent {
    inline async fn m(&mut self);
}

trait Alias = Send;

trait Aliased: Alias {
    inline async fn m(&mut self);
}

trait Plain {
    inline async fn m(&mut self);
}

trait Sub: Plain {}

impl Sub for Holder {}

struct Tail<T: ?Sized>(u8, T);

fn by_clause() -> Box<dyn Clause> {
    Box::new(Holder) //~ ERROR future cannot be sent between threads safely
}

fn by_supertrait() -> Box<dyn Indirect> {
    Box::new(Holder) //~ ERROR future cannot be sent between threads safely
}

fn by_alias() -> Box<dyn Aliased> {
    Box::new(Holder) //~ ERROR future cannot be sent between threads safely
}

fn upcast_later() -> Box<dyn Plain + Send> {
    let sub: Box<dyn Sub + Send> = Box::new(Holder);
    //~^ ERROR future cannot be sent between threads safely
    sub
}

fn tail() -> Box<Tail<dyn Plain + Send>> {
    Box::new(Tail(0, Holder)) //~ ERROR future cannot be sent between threads safely
}

fn raw_pointer() -> *mut (dyn Plain + Send) {
    std::ptr::null_mut::<Holder>() //~ ERROR future cannot be sent between threads safely
}

fn function_pointer() -> fn(Box<Holder>) -> Box<dyn Plain + Send> {
    |holder| holder //~ ERROR future cannot be sent between threads safely
}

// To demand what the object type has by its supertraits is no coercion from a known type.
fn demanded_twice(object: Box<dyn Clause>) -> Box<dyn Clause + Send> {
    object
}

fn main() {}
