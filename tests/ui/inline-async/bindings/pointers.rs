//@ run-pass
//@ edition: 2024

// What can be bound: references, `Box`, `Rc`, `Arc`, and `Pin` of those.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, ObjectPtr, layout_for, placeable};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

#[placeable]
trait Shared {
    inline async fn shared(&self) -> u32;
}

#[placeable]
trait Exclusive {
    inline async fn exclusive(&mut self) -> u32;
}

#[placeable]
trait Pinned {
    inline async fn pinned(self: Pin<&mut Self>) -> u32;
}

impl Shared for u32 {
    async fn shared(&self) -> u32 {
        *self
    }
}

impl Exclusive for u32 {
    async fn exclusive(&mut self) -> u32 {
        *self += 1;
        *self
    }
}

impl Pinned for u32 {
    async fn pinned(mut self: Pin<&mut Self>) -> u32 {
        *self += 1;
        *self
    }
}

fn output<F: Future<Output = u32>>(call: F) -> u32 {
    let Poll::Ready(output) = pin!(call).poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("not ready")
    };
    output
}

fn shared<Ptr: ObjectPtr<Target = dyn Shared>>(pointer: Ptr) {
    let binding = HeapPlaced::new(pointer);
    assert_eq!(HeapPlaced::layout(&binding), layout_for::<u32, dyn Shared>());
    for _ in 0..2 {
        assert_eq!(output(binding.shared()), 7);
    }
    assert_eq!(output((*binding).shared()), 7);
}

fn main() {
    shared(&7u32 as &dyn Shared);
    shared(&mut 7u32 as &mut dyn Shared);
    shared(Box::new(7u32) as Box<dyn Shared>);
    shared(Rc::new(7u32) as Rc<dyn Shared>);
    shared(Arc::new(7u32) as Arc<dyn Shared>);
    shared(Pin::new(&7u32) as Pin<&dyn Shared>);
    shared(Box::pin(7u32) as Pin<Box<dyn Shared>>);
    shared(Rc::pin(7u32) as Pin<Rc<dyn Shared>>);
    shared(Arc::pin(7u32) as Pin<Arc<dyn Shared>>);

    let mut number = 1u32;
    let mut binding = HeapPlaced::new(&mut number as &mut dyn Exclusive);
    assert_eq!(output(binding.exclusive()), 2);
    assert_eq!(output(binding.exclusive()), 3);
    assert_eq!(output((*binding).exclusive()), 4);
    drop(binding);
    assert_eq!(number, 4);
    let mut binding = HeapPlaced::new(Box::new(1u32) as Box<dyn Exclusive>);
    assert_eq!(output(binding.exclusive()), 2);
    assert_eq!(output(binding.exclusive()), 3);

    let mut binding = pin!(HeapPlaced::new(Pin::new(&mut number) as Pin<&mut dyn Pinned>));
    assert_eq!(output(binding.as_mut().pinned()), 5);
    assert_eq!(output(HeapPlaced::get_pin_mut(&mut binding).pinned()), 6);
    // A binding is `Unpin`, whatever its object is.
    let mut binding = HeapPlaced::new(Box::pin(1u32) as Pin<Box<dyn Pinned>>);
    assert_eq!(output(Pin::new(&mut binding).pinned()), 2);
    assert_eq!(output(Pin::new(&mut binding).pinned()), 3);
}
