//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Coherence does not take two impls for disjoint because a future is not `Send`, where the method can
// turn out to be exempt or vacant, so that the future is not asked for: an argument is a parameter of
// the impl or an opaque type, or the method has a `where` clause.

#![feature(inline_async_fn, negative_impls, type_alias_impl_trait, unsize)]
#![allow(refining_impl_trait)]

use std::marker::Unsize;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

pub struct Never;
impl !Send for Never {}

pub struct NeverSent(#[allow(dead_code)] Never);

impl Future for NeverSent {
    type Output = ();
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }
}

trait Takes<X> {
    inline async fn m(&mut self, x: X);
}

trait Where<X> {
    inline async fn m(&mut self)
    where
        X: Copy;
}

struct Racy;

impl<X> Takes<X> for Racy {
    fn m(&mut self, _: X) -> NeverSent {
        NeverSent(Never)
    }
}

impl<X> Where<X> for Racy {
    fn m(&mut self) -> NeverSent
    where
        X: Copy,
    {
        NeverSent(Never)
    }
}

trait OfParameter<X> {}
impl<T: Unsize<dyn Takes<X> + Send>, X> OfParameter<X> for T {}
impl<X> OfParameter<X> for Racy {}
//~^ ERROR conflicting implementations of trait `OfParameter<_>` for type `Racy`

type Hidden = impl Sized;
#[define_opaque(Hidden)]
fn hidden() -> Hidden {
    Rc::new(0)
}

trait OfOpaque {}
impl<T: Unsize<dyn Takes<Hidden> + Send>> OfOpaque for T {}
impl OfOpaque for Racy {}
//~^ ERROR conflicting implementations of trait `OfOpaque` for type `Racy`

trait OfWhere {}
impl<T: Unsize<dyn Where<String> + Send>> OfWhere for T {}
impl OfWhere for Racy {}
//~^ ERROR conflicting implementations of trait `OfWhere` for type `Racy`

// These it knows to be disjoint.
trait OfKnown {}
impl<T: Unsize<dyn Takes<u8> + Send>> OfKnown for T {}
impl OfKnown for Racy {}

// And that a method is exempt, it knows of parameters too.
trait OfExempt<X> {}
impl<T: Unsize<dyn Takes<Rc<X>> + Send>, X> OfExempt<X> for T {}
impl<X> OfExempt<X> for Racy {}
//~^ ERROR conflicting implementations of trait `OfExempt<_>` for type `Racy`

fn main() {}
