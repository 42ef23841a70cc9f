//! `dynify`: a call gives a constructor, which puts the future into a buffer of the caller's.
//!
//! The best that one can do is to keep the buffer from call to call; a decorator keeps the buffer
//! of its inner object's calls beside that object.

use std::hint::black_box;
use std::mem::MaybeUninit;

use dynify::{Dynify, dynify};

use crate::{Leaf, Methods};

/// One method.
#[dynify]
#[allow(async_fn_in_trait)]
pub trait Call {
    async fn call(&mut self, x: u64) -> u64;
}

/// Eight methods.
#[dynify]
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

/// Room for the future of a decorator or of a small leaf.
pub const SMALL: usize = 64;

/// Decorates with a buffer of a fixed size, where everything must fit.
struct Fixed {
    inner: Box<dyn DynCall>,
    buffer: [MaybeUninit<u8>; SMALL],
}

impl Call for Fixed {
    async fn call(&mut self, x: u64) -> u64 {
        layer_body!(self.inner.call(x).init(&mut self.buffer))
    }
}

/// Decorates with a buffer that grows where it must.
struct Growing {
    inner: Box<dyn DynCall>,
    buffer: Vec<MaybeUninit<u8>>,
}

impl Call for Growing {
    async fn call(&mut self, x: u64) -> u64 {
        layer_body!(self.inner.call(x).init(&mut self.buffer))
    }
}

fn object(object: impl Call + 'static) -> Box<dyn DynCall> {
    Box::new(object)
}

/// An object of the one-method trait.
#[inline(never)]
pub fn leaf(leaf: Leaf) -> Box<dyn DynCall> {
    leaf.make(object, object, object, object, object)
}

/// A leaf in `depth` decorators, each with a buffer inside.
#[inline(never)]
pub fn chain_fixed(depth: usize, end: Leaf) -> Box<dyn DynCall> {
    (0..depth)
        .fold(leaf(end), |inner, _| object(Fixed { inner, buffer: [MaybeUninit::uninit(); SMALL] }))
}

/// A leaf in `depth` decorators, each with a buffer on the heap.
#[inline(never)]
pub fn chain_growing(depth: usize, end: Leaf) -> Box<dyn DynCall> {
    (0..depth).fold(leaf(end), |inner, _| object(Growing { inner, buffer: Vec::new() }))
}

/// An object of the eight-method trait.
#[inline(never)]
pub fn eight() -> Box<dyn DynEight> {
    black_box(Box::new(Methods::default()))
}
