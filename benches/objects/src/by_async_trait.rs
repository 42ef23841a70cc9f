//! `async-trait`: every call boxes its future.

use std::hint::black_box;

use async_trait::async_trait;

use crate::{Leaf, Methods};

/// One method.
#[async_trait(?Send)]
pub trait Call {
    async fn call(&mut self, x: u64) -> u64;
}

/// Eight methods.
#[async_trait(?Send)]
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

leaves!(#[async_trait(?Send)] impl Call);
eight!(#[async_trait(?Send)] impl Eight);

struct Layer(Box<dyn Call>);

#[async_trait(?Send)]
impl Call for Layer {
    async fn call(&mut self, x: u64) -> u64 {
        layer_body!(self.0.call(x))
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

/// An object of the eight-method trait.
#[inline(never)]
pub fn eight() -> Box<dyn Eight> {
    black_box(Box::new(Methods::default()))
}
