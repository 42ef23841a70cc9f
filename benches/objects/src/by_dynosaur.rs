//! `dynosaur`: a type that stands for the trait object, and boxes the future of every call.

use std::hint::black_box;

use dynosaur::dynosaur;

use crate::{Leaf, Methods};

/// One method.
#[dynosaur(pub DynCall = dyn(box) Call)]
#[allow(async_fn_in_trait)]
pub trait Call {
    async fn call(&mut self, x: u64) -> u64;
}

/// Eight methods.
#[dynosaur(pub DynEight = dyn(box) Eight)]
#[allow(async_fn_in_trait)]
pub trait Eight {
    async fn m0(&mut self, x: u64) -> u64;
    async fn m1(&mut self, x: u64) -> u64;
    async fn m2(&mut self, x: u64) -> u64;
    async fn m3(&mut self, x: u64) -> u64;
    async fn m4(&mut self, x: u64) -> u64;
    async fn m5(&mut self, x: u64) -> u64;
    async fn m6(&mut self, x: u64) -> u64;
    async fn m7(&mut self, x: u64) -> u64;
}

leaves!(impl Call);
eight!(impl Eight);

struct Layer(Box<DynCall<'static>>);

impl Call for Layer {
    async fn call(&mut self, x: u64) -> u64 {
        layer_body!(self.0.call(x))
    }
}

fn object(object: impl Call + 'static) -> Box<DynCall<'static>> {
    DynCall::new_box(object)
}

/// An object of the one-method trait.
#[inline(never)]
pub fn leaf(leaf: Leaf) -> Box<DynCall<'static>> {
    leaf.make(object, object, object, object, object)
}

/// A leaf in `depth` decorators.
#[inline(never)]
pub fn chain(depth: usize, end: Leaf) -> Box<DynCall<'static>> {
    (0..depth).fold(leaf(end), |inner, _| object(Layer(inner)))
}

/// An object of the eight-method trait.
#[inline(never)]
pub fn eight() -> Box<DynEight<'static>> {
    black_box(DynEight::new_box(Methods::default()))
}
