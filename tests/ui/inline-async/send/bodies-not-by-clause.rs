//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// That a type is well formed is shown with the bounds that are in scope, where there are any,
// and these can say of its lifetimes what is not true of the value that a body holds: it came
// from a place where an impl showed it for all lifetimes. So it is not believed.

#![feature(inline_async_fn)]
#![allow(dead_code)]

use std::future::ready;
use std::marker::PhantomData;

trait Tr {
    inline async fn m(&self, x: &str) -> usize;
}

trait Bound<'r> {}

impl<'r, T> Bound<'r> for T {}

/// `Send` for `'static` only.
struct Held<'a, T: Bound<'a>>(*const u8, PhantomData<fn(&'a T) -> &'a T>);

unsafe impl<T> Send for Held<'static, T> {}

struct Holder<'a, T> {
    held: Held<'a, T>,
}

fn holder<'a, T>(of: &'a str, _: Option<T>) -> Holder<'a, T> {
    Holder { held: Held(of.as_ptr(), PhantomData) }
}

struct ByParameter;

async fn by_parameter<T: Bound<'static>>(x: &str, of: T) -> usize {
    let held = holder(x, Some(of)).held;
    ready(()).await;
    held.0 as usize
}

impl Tr for ByParameter {
    async fn m(&self, x: &str) -> usize {
        by_parameter(x, 0_u8).await
    }
}

fn parameter() -> Box<dyn Tr + Send + Sync> {
    Box::new(ByParameter)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR cannot be sent between threads safely
}

struct ByImpl<T>(T);

impl<T: Bound<'static> + Sync> Tr for ByImpl<T> {
    async fn m(&self, x: &str) -> usize {
        let held = holder(x, None::<T>).held;
        ready(()).await;
        held.0 as usize
    }
}

fn of_impl() -> Box<dyn Tr + Send + Sync> {
    Box::new(ByImpl(0_u8))
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR cannot be sent between threads safely
}

struct ByAssociatedType;

trait Has {
    type Type: Bound<'static>;
}

impl Has for u8 {
    type Type = u8;
}

async fn by_associated_type<T: Has>(x: &str, of: T::Type) -> usize {
    let held = holder(x, Some(of)).held;
    ready(()).await;
    held.0 as usize
}

impl Tr for ByAssociatedType {
    async fn m(&self, x: &str) -> usize {
        by_associated_type::<u8>(x, 0).await
    }
}

fn associated_type() -> Box<dyn Tr + Send + Sync> {
    Box::new(ByAssociatedType)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR cannot be sent between threads safely
}

struct ByOpaqueType;

fn opaque() -> impl Bound<'static> {
    0_u8
}

impl Tr for ByOpaqueType {
    async fn m(&self, x: &str) -> usize {
        let held = holder(x, Some(opaque())).held;
        ready(()).await;
        held.0 as usize
    }
}

fn opaque_type() -> Box<dyn Tr + Send + Sync> {
    Box::new(ByOpaqueType)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR cannot be sent between threads safely
}

// The same with a relation of two lifetimes.
struct ByTwo;

trait Both {}

struct Lifetimes<'a, 'b, T>(PhantomData<(&'a u8, &'b u8, T)>);

impl<T> Both for Lifetimes<'_, '_, T> {}

struct Equal<'a, 'b, T>(*const T, PhantomData<fn(&'a u8, &'b u8) -> (&'a u8, &'b u8)>)
where
    Lifetimes<'a, 'b, T>: Both;

unsafe impl<'a, T> Send for Equal<'a, 'a, T> {}

struct HoldsEqual<'a, 'b, T> {
    held: Equal<'a, 'b, T>,
}

fn equal<'a, 'b, T>(_: &'a str, _: &'b str) -> HoldsEqual<'a, 'b, T> {
    HoldsEqual { held: Equal(std::ptr::null(), PhantomData) }
}

async fn by_two<T>(x: &str, y: &str) -> usize
where
    for<'z> Lifetimes<'z, 'z, T>: Both,
{
    let held = equal::<T>(x, y).held;
    ready(()).await;
    held.0 as usize
}

impl Tr for ByTwo {
    async fn m(&self, x: &str) -> usize {
        by_two::<u8>(x, "").await
    }
}

fn two() -> Box<dyn Tr + Send + Sync> {
    Box::new(ByTwo)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[current]~| ERROR implementation of `Send` is not general enough
    //[next]~^^^ ERROR cannot be sent between threads safely
}

fn main() {}
