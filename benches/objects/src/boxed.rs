//! Methods that give a `LocalBoxFuture`, written by hand.

use std::hint::black_box;

use futures_core::future::LocalBoxFuture;

use crate::{Holds, Leaf, Methods, Ready, Suspends};

/// One method.
pub trait Call {
    fn call(&mut self, x: u64) -> LocalBoxFuture<'_, u64>;
}

impl Call for Ready {
    fn call(&mut self, x: u64) -> LocalBoxFuture<'_, u64> {
        Box::pin(async move { ready_body!(self, x) })
    }
}

impl Call for Suspends {
    fn call(&mut self, x: u64) -> LocalBoxFuture<'_, u64> {
        Box::pin(async move { suspends_body!(self, x) })
    }
}

impl<const N: usize> Call for Holds<N> {
    fn call(&mut self, x: u64) -> LocalBoxFuture<'_, u64> {
        Box::pin(async move { holds_body!(self, x, N) })
    }
}

struct Layer(Box<dyn Call>);

impl Call for Layer {
    fn call(&mut self, x: u64) -> LocalBoxFuture<'_, u64> {
        Box::pin(async move { layer_body!(self.0.call(x)) })
    }
}

fn object(object: impl Call + 'static) -> Box<dyn Call> {
    Box::new(object)
}

/// An object of the one-method trait.
#[inline(never)]
pub fn leaf(leaf: Leaf) -> Box<dyn Call> {
    leaf.make(object, object, object, object, object)
}

/// A leaf in `depth` decorators.
#[inline(never)]
pub fn chain(depth: usize, end: Leaf) -> Box<dyn Call> {
    (0..depth).fold(leaf(end), |inner, _| Box::new(Layer(inner)))
}

macro_rules! eight_by_hand {
    ($($name:ident)*) => {
        /// Eight methods.
        pub trait Eight {
            $(fn $name(&mut self, x: u64) -> LocalBoxFuture<'_, u64>;)*
        }

        impl Eight for Methods {
            $(fn $name(&mut self, x: u64) -> LocalBoxFuture<'_, u64> {
                Box::pin(async move { ready_body!(self, x) })
            })*
        }
    };
}

eight_by_hand!(m0 m1 m2 m3 m4 m5 m6 m7);

/// An object of the eight-method trait.
#[inline(never)]
pub fn eight() -> Box<dyn Eight> {
    black_box(Box::new(Methods::default()))
}
