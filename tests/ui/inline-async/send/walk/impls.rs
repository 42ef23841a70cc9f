//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A type that has impls of `Send`, or of `Sync`, is `Send` only if one of them applies. That another
// crate cannot change where the impl is negative, or asks of a parameter what the argument can never
// be. Whatever else an impl asks for, some crate can see to it.

#![feature(inline_async_fn, negative_impls)]

use std::cell::Cell;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Mutex;

trait Tr<X> {
    inline async fn m(&mut self, x: X);
}

/// Its futures are never `Send`.
struct Holder;

impl<X> Tr<X> for Holder {
    async fn m(&mut self, _x: X) {
        let held = Rc::new(0);
        std::future::ready(()).await;
        drop(held);
    }
}

struct Never<T>(T);
impl<T> !Send for Never<T> {}

struct Asks<T>(*const T);
unsafe impl<T: Send> Send for Asks<T> {}

struct AsksBoth<T, U>(*const (T, U));
unsafe impl<T, U> Send for AsksBoth<T, U>
where
    U: Copy,
    T: Clone + Sync,
{
}

struct Always<T>(*const T);
unsafe impl<T> Send for Always<T> {}

trait Kind {}

struct AsksKind<T>(*const T);
unsafe impl<T: Kind> Send for AsksKind<T> {}

struct AsksOfMore<T>(*const T);
unsafe impl<T> Send for AsksOfMore<T> where Option<T>: Send {}

struct ForOne<T>(*const T);
unsafe impl Send for ForOne<u8> {}

struct ForEqual<T, U>(*const (T, U));
unsafe impl<T: Send> Send for ForEqual<T, T> {}

struct ForStatic<'a, T>(*const (), PhantomData<&'a T>);
unsafe impl<T: Send> Send for ForStatic<'static, T> {}

struct ForSome<T>(*const T);
unsafe impl Send for ForSome<u8> {}
unsafe impl Send for ForSome<u16> {}

fn exempt<T>() {
    let _: &mut (dyn Tr<Never<T>> + Send) = &mut Holder;
    let _: &mut (dyn Tr<Asks<Rc<T>>> + Send) = &mut Holder;
    let _: &mut (dyn Tr<AsksBoth<Cell<T>, T>> + Send) = &mut Holder;
    let _: &mut (dyn Tr<Mutex<Rc<T>>> + Send) = &mut Holder;
    let _: &mut (dyn Tr<&Mutex<Rc<T>>> + Send) = &mut Holder;
}

fn parameter_can_be() {
    let _: &mut (dyn Tr<Asks<Cell<u8>>> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn other_clause() {
    let _: &mut (dyn Tr<AsksBoth<u8, Rc<u8>>> + Send) = &mut Holder;
    //~^ ERROR Copy` is not satisfied
    //[current]~^^ ERROR cannot be sent between threads safely
}

fn no_clause() {
    let _: &mut (dyn Tr<Always<Rc<u8>>> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn clause_of_other_trait() {
    let _: &mut (dyn Tr<AsksKind<Rc<u8>>> + Send) = &mut Holder;
    //~^ ERROR Kind` is not satisfied
    //[current]~^^ ERROR cannot be sent between threads safely
}

fn clause_of_larger_type() {
    let _: &mut (dyn Tr<AsksOfMore<Rc<u8>>> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
    //[current]~^^ ERROR cannot be sent between threads safely
}

fn other_type() {
    let _: &mut (dyn Tr<ForOne<Rc<u8>>> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
    //[current]~^^ ERROR cannot be sent between threads safely
}

fn same_parameters() {
    let _: &mut (dyn Tr<ForEqual<Rc<u8>, Rc<u8>>> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
    //[current]~^^ ERROR cannot be sent between threads safely
}

fn lifetime() {
    let _: &mut (dyn Tr<ForStatic<'static, Rc<u8>>> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
    //[current]~^^ ERROR cannot be sent between threads safely
}

fn several() {
    let _: &mut (dyn Tr<ForSome<u16>> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn main() {}
