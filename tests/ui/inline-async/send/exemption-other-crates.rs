//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// What another crate may add is not known never to be `Send`: neither where no impl is in sight, nor
// where there is one. A crate with `impl Has<Theirs> for u8 { type Type = (); }` would have calls of
// `dyn Tr<Theirs> + Send` that can be sent, and futures that cannot.

#![feature(inline_async_fn)]

use std::rc::Rc;

async fn hold() {
    let held = Rc::new(0);
    std::future::ready(()).await;
    drop(held);
}

pub trait Has<T> {
    type Type;
}

pub struct Argument<T>(pub <u8 as Has<T>>::Type)
where
    u8: Has<T>;

pub trait None<T>
where
    u8: Has<T>,
{
    inline async fn m(&mut self, argument: Argument<T>);
}

pub trait HasOne<T> {
    type Type;
}

impl HasOne<u32> for u8 {
    type Type = Rc<()>;
}

pub trait One<T>
where
    u8: HasOne<T>,
{
    inline async fn m(&mut self, argument: <u8 as HasOne<T>>::Type);
}

pub trait Marker {}

pub struct Marked<T>(*const T);
unsafe impl<T: Marker> Send for Marked<T> {}

pub trait NoMarker<T> {
    inline async fn m(&mut self, argument: Marked<T>);
}

pub struct Racy;

impl<T> None<T> for Racy
where
    u8: Has<T>,
{
    async fn m(&mut self, _argument: Argument<T>) {
        hold().await
    }
}

impl<T> One<T> for Racy
where
    u8: HasOne<T>,
{
    async fn m(&mut self, _argument: <u8 as HasOne<T>>::Type) {
        hold().await
    }
}

impl<T> NoMarker<T> for Racy {
    async fn m(&mut self, _argument: Marked<T>) {
        hold().await
    }
}

pub fn no_impl<T>() -> Box<dyn None<T> + Send>
where
    u8: Has<T>,
{
    Box::new(Racy)
    //~^ ERROR cannot be sent between threads safely
    //[current]~^^ ERROR cannot be sent between threads safely
}

pub fn only_impl<T>() -> Box<dyn One<T> + Send>
where
    u8: HasOne<T>,
{
    Box::new(Racy)
    //~^ ERROR cannot be sent between threads safely
    //[current]~^^ ERROR cannot be sent between threads safely
}

pub fn no_marker<T>() -> Box<dyn NoMarker<T> + Send> {
    Box::new(Racy)
    //~^ ERROR cannot be sent between threads safely
    //[current]~^^ ERROR cannot be sent between threads safely
}

fn main() {}
