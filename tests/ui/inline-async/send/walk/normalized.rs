//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Arguments and fields are normalized. What is not known is a parameter there, of which no impl asks
// anything that is known, so that no impl is taken for the one that there will be.

#![feature(inline_async_fn)]

use std::rc::Rc;

async fn hold() {
    let held = Rc::new(0);
    std::future::ready(()).await;
    drop(held);
}

trait Has<T> {
    type Type;
}

impl Has<u32> for u8 {
    type Type = Rc<u8>;
}

impl<T> Has<T> for u16 {
    type Type = Rc<T>;
}

struct Field<A: Has<T>, T>(A::Type);

trait ByField<A: Has<X>, X> {
    inline async fn m(&mut self, x: Field<A, X>);
}

trait ByArgument<A: Has<X>, X> {
    inline async fn m(&mut self, x: A::Type);
}

trait Own {
    type Item;
    inline async fn m(&mut self, x: &Self::Item);
}

struct Holder;

impl<A: Has<X>, X> ByField<A, X> for Holder {
    async fn m(&mut self, _x: Field<A, X>) {
        hold().await
    }
}

impl<A: Has<X>, X> ByArgument<A, X> for Holder {
    async fn m(&mut self, _x: A::Type) {
        hold().await
    }
}

struct Of<T>(fn(T));

impl<T> Own for Of<T> {
    type Item = T;
    async fn m(&mut self, _x: &T) {
        hold().await
    }
}

fn exempt<T>(of: &mut Of<Rc<T>>) {
    let _: &mut (dyn ByField<u8, u32> + Send) = &mut Holder;
    let _: &mut (dyn ByField<u16, u32> + Send) = &mut Holder;
    let _: &mut (dyn ByArgument<u8, u32> + Send) = &mut Holder;
    let _: &mut (dyn ByArgument<u16, u32> + Send) = &mut Holder;
    let _: &mut (dyn Own<Item = Rc<T>> + Send) = of;
}

fn only_impl_of_field<T>()
where
    u8: Has<T>,
{
    let _: &mut (dyn ByField<u8, T> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
    //[current]~^^ ERROR cannot be sent between threads safely
}

fn only_impl_of_argument<T>()
where
    u8: Has<T>,
{
    let _: &mut (dyn ByArgument<u8, T> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
    //[current]~^^ ERROR cannot be sent between threads safely
}

// Not even that a parameter is `Sized` is known there.
fn impl_with_parameter_of_field<T>() {
    let _: &mut (dyn ByField<u16, T> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
    //[current]~^^ ERROR cannot be sent between threads safely
}

fn impl_with_parameter_of_argument<T>() {
    let _: &mut (dyn ByArgument<u16, T> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
    //[current]~^^ ERROR cannot be sent between threads safely
}

fn own<T>(of: &mut Of<T>) {
    let _: &mut (dyn Own<Item = T> + Send) = of;
    //~^ ERROR cannot be sent between threads safely
    //[current]~^^ ERROR cannot be sent between threads safely
}

fn main() {}
