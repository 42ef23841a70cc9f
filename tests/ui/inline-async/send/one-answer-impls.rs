//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Which of two impls applies is settled by coherence, by type checking and when code is generated:
// where one of them is for what coerces to a `Send` object type, all three ask the same of its
// futures.

#![feature(inline_async_fn, negative_impls, unsize)]
#![allow(refining_impl_trait)]

use std::marker::Unsize;
use std::pin::Pin;
use std::task::{Context, Poll};

#[allow(dead_code)]
trait Tr {
    inline async fn m(&mut self);
}

pub struct Never;
impl !Send for Never {}

pub struct NeverSent(#[allow(dead_code)] Never);

impl Future for NeverSent {
    type Output = ();
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }
}

struct Racy;

impl Tr for Racy {
    fn m(&mut self) -> NeverSent {
        NeverSent(Never)
    }
}

struct Sent;

impl Tr for Sent {
    fn m(&mut self) -> std::future::Ready<()> {
        std::future::ready(())
    }
}

trait Name {
    type Name: std::fmt::Debug;
    fn name() -> Self::Name;
}

impl<T: Unsize<dyn Tr + Send>> Name for T {
    type Name = u64;
    fn name() -> u64 {
        1
    }
}

impl Name for Racy {
    type Name = String;
    fn name() -> String {
        "two".into()
    }
}

fn name<T: Name>() -> String {
    format!("{:?}", T::name())
}

fn main() {
    assert_eq!(Racy::name(), "two");
    assert_eq!(name::<Racy>(), "\"two\"");
    assert_eq!(name::<Sent>(), "1");
}
