//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// `try_as_dyn` asks for all lifetimes that the bounds of a method allow, as a coercion does.

#![feature(inline_async_fn, try_as_dyn)]
#![allow(dead_code)]

use std::any::try_as_dyn;
use std::cell::Cell;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

struct Pair<'a, 'b>(Rc<()>, PhantomData<(Cell<&'a ()>, Cell<&'b ()>)>);

// SAFETY: whoever has such a value has the only one, which its lifetimes say.
unsafe impl<'a> Send for Pair<'a, 'a> {}

impl Future for Pair<'_, '_> {
    type Output = ();
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }
}

trait Two {
    inline async fn m<'a, 'b: 'a>(&mut self, a: &'a u8, b: &'b u8);
}

struct Different;

impl Two for Different {
    fn m<'a, 'b: 'a>(&mut self, _: &'a u8, _: &'b u8) -> impl Future<Output = ()> {
        Pair::<'a, 'b>(Rc::new(()), PhantomData)
    }
}

struct Equal;

impl Two for Equal {
    fn m<'a, 'b: 'a>(&mut self, _: &'a u8, _: &'b u8) -> impl Future<Output = ()> {
        Pair::<'a, 'a>(Rc::new(()), PhantomData)
    }
}

fn main() {
    assert!(try_as_dyn::<Different, dyn Two + Send>(&Different).is_none());
    assert!(try_as_dyn::<Different, dyn Two>(&Different).is_some());
    assert!(try_as_dyn::<Equal, dyn Two + Send>(&Equal).is_some());
}
