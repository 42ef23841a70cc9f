//! This feature.
//!
//! The objects are the same however they are called. Decorators differ in how they call the inner
//! object: directly, through a binding that they hold, or in a place that they hold.

use std::future::inline_async::{
    HeapPlace, HeapPlaced, InlinePlace, Placed, layout_for, placeable,
};
use std::hint::black_box;
use std::pin::Pin;

use crate::{Holds, Leaf, Methods, Ready, Suspends};

/// One method.
#[placeable]
pub trait Call {
    inline async fn call(&mut self, x: u64) -> u64;
}

/// Eight methods.
#[placeable]
pub trait Eight {
    inline async fn m0(&mut self, x: u64) -> u64;
    inline async fn m1(&mut self, x: u64) -> u64;
    inline async fn m2(&mut self, x: u64) -> u64;
    inline async fn m3(&mut self, x: u64) -> u64;
    inline async fn m4(&mut self, x: u64) -> u64;
    inline async fn m5(&mut self, x: u64) -> u64;
    inline async fn m6(&mut self, x: u64) -> u64;
    inline async fn m7(&mut self, x: u64) -> u64;
}

leaves!(impl Call);
eight!(impl Eight);

/// Calls the inner object as it is.
struct Direct(Box<dyn Call>);

impl Call for Direct {
    async fn call(&mut self, x: u64) -> u64 {
        layer_body!(self.0.call(x))
    }
}

/// Calls the inner object through a binding.
struct Bound<I>(I);

impl<I: Call> Call for Bound<I> {
    async fn call(&mut self, x: u64) -> u64 {
        layer_body!(self.0.call(x))
    }
}

/// Calls the inner object in a place on the heap.
struct InHeapPlace {
    inner: Box<dyn Call>,
    place: HeapPlace,
}

impl Call for InHeapPlace {
    async fn call(&mut self, x: u64) -> u64 {
        layer_body!(self.inner.call(x).in_place(&mut self.place).unwrap_or_else(|_| no_room()))
    }
}

type SmallPlace = Pin<&'static mut InlinePlace<SMALL>>;

/// Calls the inner object in a place of a fixed size.
struct InInlinePlace {
    inner: Box<dyn Call>,
    place: SmallPlace,
}

impl Call for InInlinePlace {
    async fn call(&mut self, x: u64) -> u64 {
        let place = self.place.as_mut();
        layer_body!(self.inner.call(x).in_place(place).unwrap_or_else(|_| no_room()))
    }
}

#[cold]
fn no_room() -> ! {
    panic!("the places are as large as the machines")
}

/// Bytes of the machine of each leaf, and of the largest small object.
pub const HOLDS_64: usize = layout_for::<Holds<64>, dyn Call>().size();
pub const HOLDS_1024: usize = layout_for::<Holds<1024>, dyn Call>().size();
pub const HOLDS_16384: usize = layout_for::<Holds<16384>, dyn Call>().size();
pub const EIGHT: usize = layout_for::<Methods, dyn Eight>().size();
pub const SMALL: usize = largest([
    layout_for::<Ready, dyn Call>().size(),
    layout_for::<Suspends, dyn Call>().size(),
    layout_for::<Bound<Placed<Box<dyn Call>, HeapPlace>>, dyn Call>().size(),
    layout_for::<InHeapPlace, dyn Call>().size(),
]);

const fn largest<const N: usize>(sizes: [usize; N]) -> usize {
    let mut largest = 0;
    let mut i = 0;
    while i < N {
        if sizes[i] > largest {
            largest = sizes[i];
        }
        i += 1;
    }
    largest
}

fn object(object: impl Call + 'static) -> Box<dyn Call> {
    Box::new(object)
}

/// An object of the one-method trait.
#[inline(never)]
pub fn leaf(leaf: Leaf) -> Box<dyn Call> {
    leaf.make(object, object, object, object, object)
}

/// A leaf in `depth` decorators that call directly.
#[inline(never)]
pub fn chain_direct(depth: usize, end: Leaf) -> Box<dyn Call> {
    (0..depth).fold(leaf(end), |inner, _| object(Direct(inner)))
}

/// A leaf in `depth` decorators that hold a binding on the heap.
#[inline(never)]
pub fn chain_heap_binding(depth: usize, end: Leaf) -> Box<dyn Call> {
    (0..depth).fold(leaf(end), |inner, _| object(Bound(HeapPlaced::new(inner))))
}

/// A place that is pinned as long as the program runs: a decorator that outlives a frame needs
/// one, and a benchmark makes few.
fn small_place() -> SmallPlace {
    Pin::static_mut(Box::leak(Box::new(InlinePlace::new())))
}

/// A leaf in `depth` decorators that hold a binding to an inline place.
#[inline(never)]
pub fn chain_inline_binding(depth: usize, end: Leaf) -> Box<dyn Call> {
    (0..depth).fold(leaf(end), |inner, _| {
        object(Bound(Placed::new_in(inner, small_place()).unwrap_or_else(|_| no_room())))
    })
}

/// A leaf in `depth` decorators that call in a place on the heap.
#[inline(never)]
pub fn chain_in_heap_place(depth: usize, end: Leaf) -> Box<dyn Call> {
    (0..depth).fold(leaf(end), |inner, _| object(InHeapPlace { inner, place: HeapPlace::new() }))
}

/// A leaf in `depth` decorators that call in an inline place.
#[inline(never)]
pub fn chain_in_inline_place(depth: usize, end: Leaf) -> Box<dyn Call> {
    (0..depth).fold(leaf(end), |inner, _| object(InInlinePlace { inner, place: small_place() }))
}

/// An object of the eight-method trait.
#[inline(never)]
pub fn eight() -> Box<dyn Eight> {
    black_box(Box::new(Methods::default()))
}
