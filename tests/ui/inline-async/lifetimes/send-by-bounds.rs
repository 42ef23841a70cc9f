//@ check-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Where bounds relate the lifetimes of a method to one another, to `'static`, to one of the trait
// or to the object, its future must be `Send` for all lifetimes that the bounds allow, and for no
// others: here it is `Send` under the bounds of each method, and not without them.

#![feature(inline_async_fn)]
#![allow(dead_code)]

use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

struct Ordered<'a, 'b>(Rc<()>, PhantomData<fn(&'a (), &'b ())>);

// SAFETY: whoever has such a value has the only one, which its lifetimes say.
unsafe impl<'a, 'b: 'a> Send for Ordered<'a, 'b> {}

impl Future for Ordered<'_, '_> {
    type Output = ();
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }
}

fn hold<'a, 'b>() -> Ordered<'a, 'b> {
    Ordered(Rc::new(()), PhantomData)
}

struct Borrows<'t>(&'t u8);

trait Related<'t> {
    inline async fn two<'a, 'b: 'a>(&mut self, a: &'a u8, b: &'b u8);
    inline async fn chain<'a, 'b: 'a, 'c: 'b>(&self, a: &'a u8, b: &'b u8, c: &'c u8);
    inline async fn same<'a: 'b, 'b: 'a>(&self, a: &'a u8, b: &'b u8);
    inline async fn forever<'a: 'static, 'b>(&self, a: &'a u8, b: &'b u8)
    where
        'b: 'b;
    inline async fn below_trait<'a>(&'a self, a: &'a u8)
    where
        't: 'a;
    inline async fn above_trait<'a: 't>(&self, a: &'a u8);
    inline async fn below_self<'a>(&self, a: &'a u8)
    where
        Self: 'a;
    inline async fn above_below_self<'a, 'b: 'a>(&self, a: &'a u8, b: &'b u8)
    where
        Self: 'a;
}

impl<'t> Related<'t> for Borrows<'t> {
    fn two<'a, 'b: 'a>(&mut self, _: &'a u8, _: &'b u8) -> impl Future<Output = ()> {
        hold::<'a, 'b>()
    }
    fn chain<'a, 'b: 'a, 'c: 'b>(
        &self,
        _: &'a u8,
        _: &'b u8,
        _: &'c u8,
    ) -> impl Future<Output = ()> {
        hold::<'a, 'c>()
    }
    fn same<'a: 'b, 'b: 'a>(&self, _: &'a u8, _: &'b u8) -> impl Future<Output = ()> {
        hold::<'a, 'b>()
    }
    fn forever<'a: 'static, 'b>(&self, _: &'a u8, _: &'b u8) -> impl Future<Output = ()>
    where
        'b: 'b,
    {
        hold::<'b, 'a>()
    }
    fn below_trait<'a>(&'a self, _: &'a u8) -> impl Future<Output = ()>
    where
        't: 'a,
    {
        hold::<'a, 't>()
    }
    fn above_trait<'a: 't>(&self, _: &'a u8) -> impl Future<Output = ()> {
        hold::<'t, 'a>()
    }
    fn below_self<'a>(&self, _: &'a u8) -> impl Future<Output = ()>
    where
        Self: 'a,
    {
        hold::<'a, 't>()
    }
    fn above_below_self<'a, 'b: 'a>(&self, _: &'a u8, _: &'b u8) -> impl Future<Output = ()>
    where
        Self: 'a,
    {
        hold::<'a, 'b>()
    }
}

fn borrowed<'t>(value: &'t u8) -> Box<dyn Related<'t> + Send + Sync + 't> {
    Box::new(Borrows(value))
}

fn local() {
    let value = 1;
    let object: &(dyn Related<'_> + Send + Sync) = &Borrows(&value);
    sent(object.below_self(&2));
}

fn of_static() -> Box<dyn Related<'static> + Send + Sync> {
    Box::new(Borrows(&1))
}

fn sent<T: Send>(_: T) {}

fn main() {
    let _ = (borrowed, of_static);
    local();
}
