//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// What is wrong with the declaration of a method is said there, once. Objects of its trait are made
// and bound, and its machine is measured, without another word and without a crash, though there is
// no signature that could be taken apart.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::alloc::Layout;
use std::future::inline_async::{HeapPlaced, layout_for, layout_of_val};

trait Typed {
    inline async fn m<F>(&self, f: F)
    //~^ ERROR `inline async fn` cannot have type parameters
    where
        Self: Sized; //~ ERROR `inline async fn` cannot require `Self: Sized`
}

trait Const {
    inline async fn m<const N: usize>(&self, f: [u8; N]) -> [u8; N]
    //~^ ERROR `inline async fn` cannot have const parameters
    where
        Self: Sized; //~ ERROR `inline async fn` cannot require `Self: Sized`
}

trait Sub: Typed + Const {
    inline async fn sound(&self);
}

fn typed<T: Typed>(x: &T) -> &dyn Typed {
    x
}

fn sub<T: Sub + Send + 'static>(x: T) -> HeapPlaced<Box<dyn Sub + Send>> {
    HeapPlaced::new(Box::new(x))
}

struct A;

impl Typed for A {
    async fn m<F>(&self, _: F) {}
}

impl Const for A {
    async fn m<const N: usize>(&self, f: [u8; N]) -> [u8; N] {
        f
    }
}

impl Sub for A {
    async fn sound(&self) {}
}

const LAYOUT: Layout = layout_for::<A, dyn Sub>();

fn main() {
    typed(&A);
    let _: [&(dyn Typed + Send + Sync); 1] = [&A];
    let _: [&(dyn Const + Send + Sync); 1] = [&A];
    layout_of_val::<dyn Sub>(&A);
    drop(sub(A));
}
