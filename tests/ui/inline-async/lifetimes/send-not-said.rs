//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// What is refused although every call could be sent, since no type can say it.

#![feature(inline_async_fn, return_type_notation)]

use std::future::ready;
use std::marker::PhantomData;

trait BelowSelf {
    inline async fn m<'a>(&self, a: &'a u8)
    where
        Self: 'a;
}

struct Of<T>(T);

impl<T> BelowSelf for Of<T> {
    async fn m<'a>(&self, _: &'a u8)
    where
        Self: 'a,
    {
        ready(&self.0).await;
    }
}

// The lifetimes that `T` may have are none that can be replaced.
fn generic<'t, T: Send + Sync + 't>(value: T) -> Box<dyn BelowSelf + Send + Sync + 't> {
    Box::new(Of(value))
    //~^ ERROR the parameter type `T` may not live long enough
}

trait BetweenTwo<'t, 'u> {
    inline async fn m<'a>(&mut self, a: &'a u8)
    where
        't: 'a,
        'u: 'a;
}

impl<'t, 'u> BetweenTwo<'t, 'u> for Of<u8> {
    async fn m<'a>(&mut self, _: &'a u8)
    where
        't: 'a,
        'u: 'a,
    {
    }
}

// No lifetime is known that both outlive.
fn two_of_trait<'t, 'u>() -> Box<dyn BetweenTwo<'t, 'u> + Send> {
    Box::new(Of(1))
    //~^ ERROR lifetime may not live long enough
    //~| ERROR lifetime may not live long enough
}

trait OfType<X> {
    inline async fn m<'a>(&mut self, a: &'a u8)
    where
        X: 'a;
}

impl<X> OfType<X> for Of<u8> {
    async fn m<'a>(&mut self, _: &'a u8)
    where
        X: 'a,
    {
    }
}

fn of_type<'t>() -> Box<dyn OfType<&'t u8> + Send> {
    Box::new(Of(1))
    //~^ ERROR lifetime may not live long enough
}

fn of_static_type() -> Box<dyn OfType<String> + Send> {
    Box::new(Of(1))
}

trait Implied {
    inline async fn m<'a, 'b>(&mut self, a: &'a &'b u8);
}

struct Outlives<'a, 'b>(PhantomData<(*const &'a u8, *const &'b u8)>);

unsafe impl<'a, 'b: 'a> Send for Outlives<'a, 'b> {}

impl Implied for Of<u8> {
    async fn m<'a, 'b>(&mut self, _: &'a &'b u8) {
        let held: Outlives<'a, 'b> = Outlives(PhantomData);
        ready(()).await;
        drop(held);
    }
}

// That `'b` outlives `'a` is not written, but implied.
fn implied() -> Box<dyn Implied + Send> {
    Box::new(Of(1))
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR cannot be sent between threads safely
}

trait Related {
    inline async fn m<'a, 'b: 'a>(&mut self, a: &'a u8, b: &'b u8);
}

impl Related for Of<u8> {
    async fn m<'a, 'b: 'a>(&mut self, _: &'a u8, _: &'b u8) {}
}

fn by_notation<T: Related<m(..): Send> + Send + 'static>(value: T) -> Box<dyn Related + Send> {
    Box::new(value)
}

// Return-type notation asks for all lifetimes, related or not, on known types too.
fn notation_of_known_type() {
    by_notation(Of(1));
    //[current]~^ ERROR lifetime bound not satisfied
    //[next]~^^ ERROR `impl Future<Output = ()>` cannot be sent between threads safely
}

fn main() {}
