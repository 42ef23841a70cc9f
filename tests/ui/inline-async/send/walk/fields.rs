//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A type without an impl of `Send` is what its fields are. A field of a type that is being asked for
// already adds nothing, and of types that contain ever larger ones only so many are looked at.

#![feature(inline_async_fn)]
#![allow(refining_impl_trait)]

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

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

#[allow(dead_code)]
enum Choice<T> {
    No,
    Some(T, Box<Rc<T>>),
}

#[allow(dead_code)]
union Either {
    number: u8,
    pointer: *const u8,
}

struct Deep<T>(Vec<Option<(u8, Local<T>)>>);
struct Local<T>(T, *const T);

struct List<T>(T, Option<Box<List<T>>>);
struct LocalList<T>(Option<Box<LocalList<T>>>, Rc<T>);

struct Grows<T>(Option<Box<Grows<(T, T)>>>, fn(T));
struct GrowsLocal<T>(Option<Box<GrowsLocal<(T, T)>>>, Rc<T>);

struct Wide<T>(Cell<T>);

struct NotSent(Rc<u8>);

impl Future for NotSent {
    type Output = ();
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }
}

/// Its futures do not hold the argument: whether some type that contains ever larger ones is `Send`
/// is an overflow, to the question as to any other.
struct WithoutArgument;

impl<X> Tr<X> for WithoutArgument {
    fn m(&mut self, _x: X) -> NotSent {
        NotSent(Rc::new(0))
    }
}

fn exempt<'a, T: 'a>() {
    let _: &mut (dyn Tr<Choice<T>> + Send) = &mut Holder;
    let _: &mut (dyn Tr<Either> + Send) = &mut Holder;
    let _: &mut (dyn Tr<Deep<T>> + Send) = &mut Holder;
    let _: &mut (dyn Tr<LocalList<T>> + Send) = &mut Holder;
    let _: &mut (dyn Tr<GrowsLocal<T>> + Send) = &mut Holder;
    let _: &mut (dyn Tr<&'a Wide<T>> + Send) = &mut Holder;
}

fn of_send() {
    let _: &mut (dyn Tr<Wide<u8>> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn seen_before() {
    let _: &mut (dyn Tr<List<u8>> + Send) = &mut Holder;
    //~^ ERROR cannot be sent between threads safely
}

fn ever_larger() {
    let _: &mut (dyn Tr<Grows<u8>> + Send) = &mut WithoutArgument;
    //~^ ERROR cannot be sent between threads safely
}

fn main() {}
