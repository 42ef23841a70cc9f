//@ build-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A future that is `Send` for `'static` only, of a type that has `'static` in it: lifetimes are not
// known any more where code is generated, and the answer is the one of type checking.

#![feature(inline_async_fn)]

use std::future::ready;
use std::marker::PhantomData;

trait Tr {
    inline async fn m(&self) -> usize;
}

struct Raw<T>(*const u8, PhantomData<fn(T) -> T>);

unsafe impl Send for Raw<&'static u8> {}

trait Known {}

struct Name<'a>(*const u8, PhantomData<fn(&'a u8) -> &'a u8>);

impl Known for Name<'static> {}

struct Held<T>(*const u8, PhantomData<fn(T) -> T>);

unsafe impl<T: Known> Send for Held<T> {}

struct Holder<T>(PhantomData<fn(T) -> T>);

async fn hold<T>() -> usize {
    let held: Option<T> = None;
    ready(()).await;
    drop(held);
    0
}

impl<T> Tr for Holder<T> {
    async fn m(&self) -> usize {
        hold::<T>().await
    }
}

fn main() {
    let _: Box<dyn Tr + Send + Sync> = Box::new(Holder::<Raw<&'static u8>>(PhantomData));
    let _: Box<dyn Tr + Send + Sync> = Box::new(Holder::<Held<Name<'static>>>(PhantomData));
}
