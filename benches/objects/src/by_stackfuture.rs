//! `stackfuture`: methods that give a future of a fixed size, chosen in the trait.
//!
//! The size is a parameter here, so that each workload has the one that suits it. Where an
//! implementation's future is larger, the library boxes it; that is so for every decorator, whose
//! future holds the inner one, of the same size.

use std::hint::black_box;

use stackfuture::StackFuture;

use crate::{Holds, Leaf, Methods, Ready, Suspends};

/// One method. The library asks for `Send` futures, and so for `Send` objects.
pub trait Call<const SIZE: usize>: Send {
    fn call(&mut self, x: u64) -> StackFuture<'_, u64, SIZE>;
}

impl<const SIZE: usize> Call<SIZE> for Ready {
    fn call(&mut self, x: u64) -> StackFuture<'_, u64, SIZE> {
        StackFuture::from_or_box(async move { ready_body!(self, x) })
    }
}

impl<const SIZE: usize> Call<SIZE> for Suspends {
    fn call(&mut self, x: u64) -> StackFuture<'_, u64, SIZE> {
        StackFuture::from_or_box(async move { suspends_body!(self, x) })
    }
}

impl<const N: usize, const SIZE: usize> Call<SIZE> for Holds<N> {
    fn call(&mut self, x: u64) -> StackFuture<'_, u64, SIZE> {
        StackFuture::from_or_box(async move { holds_body!(self, x, N) })
    }
}

struct Layer<const SIZE: usize>(Box<dyn Call<SIZE>>);

impl<const SIZE: usize> Call<SIZE> for Layer<SIZE> {
    fn call(&mut self, x: u64) -> StackFuture<'_, u64, SIZE> {
        StackFuture::from_or_box(async move { layer_body!(self.0.call(x)) })
    }
}

fn object<const SIZE: usize>(object: impl Call<SIZE> + 'static) -> Box<dyn Call<SIZE>> {
    Box::new(object)
}

/// An object of the one-method trait.
#[inline(never)]
pub fn leaf<const SIZE: usize>(leaf: Leaf) -> Box<dyn Call<SIZE>> {
    leaf.make(object, object, object, object, object)
}

/// A leaf in `depth` decorators.
#[inline(never)]
pub fn chain<const SIZE: usize>(depth: usize, end: Leaf) -> Box<dyn Call<SIZE>> {
    (0..depth).fold(leaf(end), |inner, _| Box::new(Layer(inner)))
}

macro_rules! eight_by_hand {
    ($($name:ident)*) => {
        /// Eight methods.
        pub trait Eight<const SIZE: usize> {
            $(fn $name(&mut self, x: u64) -> StackFuture<'_, u64, SIZE>;)*
        }

        impl<const SIZE: usize> Eight<SIZE> for Methods {
            $(fn $name(&mut self, x: u64) -> StackFuture<'_, u64, SIZE> {
                StackFuture::from_or_box(async move { ready_body!(self, x) })
            })*
        }
    };
}

eight_by_hand!(m0 m1 m2 m3 m4 m5 m6 m7);

/// An object of the eight-method trait.
#[inline(never)]
pub fn eight<const SIZE: usize>() -> Box<dyn Eight<SIZE>> {
    black_box(Box::new(Methods::default()))
}
