//@ run-pass
//@ edition: 2024

// Calls have types like other values: names, ids that tell them apart, and `Any`, through which a call
// can be had back and polled.

#![feature(inline_async_fn, inline_async)]

use std::any::{Any, TypeId, type_name_of_val};
use std::future::inline_async::{HeapPlace, InlineCall, PlacedCall};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

trait Work {
    inline async fn first(self: Box<Self>) -> u8;
    inline async fn second(self: Box<Self>) -> u8;
    inline async fn other(self: Box<Self>, by: u8) -> u16;
}

impl Work for u8 {
    async fn first(self: Box<Self>) -> u8 {
        *self
    }
    async fn second(self: Box<Self>) -> u8 {
        *self + 1
    }
    async fn other(self: Box<Self>, by: u8) -> u16 {
        u16::from(*self + by)
    }
}

fn object() -> Box<dyn Work> {
    Box::new(7u8)
}

fn id_of<T: 'static>(_: &T) -> TypeId {
    TypeId::of::<T>()
}

fn poll<F: Future + ?Sized>(call: Pin<&mut F>) -> Poll<F::Output> {
    call.poll(&mut Context::from_waker(Waker::noop()))
}

type Call = InlineCall<Box<dyn Work>, (), u8>;

fn main() {
    let (first, second, other) = (object().first(), object().second(), object().other(1));
    // One type for all methods of a signature: what is called is in the value.
    assert_eq!(id_of(&first), id_of(&second));
    assert_eq!(id_of(&first), TypeId::of::<Call>());
    assert_ne!(id_of(&first), id_of(&other));
    let name = type_name_of_val(&first);
    assert!(name.contains("InlineCall") && name.contains("dyn ") && name.contains("Work"), "{name}");

    let mut calls: Vec<Box<dyn Any>> = vec![Box::new(first), Box::new(other), Box::new(second)];
    assert!(calls[1].downcast_ref::<Call>().is_none());
    let found: Vec<_> = calls
        .drain(..)
        .filter_map(|call| call.downcast::<Call>().ok())
        .map(|call| poll(Box::into_pin(call).as_mut()))
        .collect();
    assert_eq!(found, [Poll::Ready(7), Poll::Ready(8)]);

    let placed = object().first().in_place(HeapPlace::new()).unwrap();
    assert_eq!(id_of(&placed), TypeId::of::<PlacedCall<Call, HeapPlace>>());
    let mut any: Box<dyn Any> = Box::new(placed);
    let call = any.downcast_mut::<PlacedCall<Call, HeapPlace>>().unwrap();
    assert_eq!(poll(Pin::new(call)), Poll::Ready(7));
}
