//@ run-pass
//@ edition: 2024

// A method that takes `Pin<&mut Self>` writes through its receiver, on a binding too, whatever pins the
// object and whether or not the object is `Unpin`. (Run under Miri: the receiver is derived from a
// mutable borrow of the object.)

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, InlinePlace, Placed, placeable};
use std::marker::PhantomPinned;
use std::mem::forget;
use std::pin::{Pin, pin};
use std::task::{Context, Waker};

#[placeable]
trait Tr {
    inline async fn set_at_once(self: Pin<&mut Self>, n: u32);
    inline async fn set(self: Pin<&mut Self>, n: u32);
    inline async fn get(&self) -> u32;
}

impl Tr for u32 {
    fn set_at_once(mut self: Pin<&mut Self>, n: u32) -> impl Future<Output = ()> {
        *self = n;
        async {}
    }

    async fn set(mut self: Pin<&mut Self>, n: u32) {
        *self = n;
    }

    async fn get(&self) -> u32 {
        *self
    }
}

struct NotUnpin(u32, PhantomPinned);

impl NotUnpin {
    fn write(self: Pin<&mut Self>, n: u32) {
        // SAFETY: nothing is moved.
        unsafe { self.get_unchecked_mut() }.0 = n;
    }
}

impl Tr for NotUnpin {
    fn set_at_once(self: Pin<&mut Self>, n: u32) -> impl Future<Output = ()> {
        self.write(n);
        async {}
    }

    async fn set(self: Pin<&mut Self>, n: u32) {
        self.write(n);
    }

    async fn get(&self) -> u32 {
        self.0
    }
}

fn finish<T>(call: impl Future<Output = T>) -> Option<T> {
    match pin!(call).poll(&mut Context::from_waker(Waker::noop())) {
        std::task::Poll::Ready(output) => Some(output),
        std::task::Poll::Pending => None,
    }
}

fn by_bound(mut binding: Pin<&mut impl Tr>) {
    finish(binding.as_mut().set_at_once(1)).unwrap();
    assert_eq!(finish(binding.get()), Some(1));
    finish(binding.as_mut().set(2)).unwrap();
    assert_eq!(finish(binding.get()), Some(2));
    // Nothing of the implementation runs before the first poll.
    drop(binding.as_mut().set_at_once(3));
    assert_eq!(finish(binding.get()), Some(2));
    forget(binding.as_mut().set_at_once(4));
    assert_eq!(finish(binding.get()), Some(2));
    finish(binding.as_mut().set(5)).unwrap();
    assert_eq!(finish(binding.get()), Some(5));
}

fn main() {
    let object: Pin<Box<dyn Tr>> = Box::pin(0u32);
    by_bound(Pin::new(&mut HeapPlaced::new(object)));
    let object: Pin<Box<dyn Tr>> = Box::pin(NotUnpin(0, PhantomPinned));
    by_bound(Pin::new(&mut HeapPlaced::new(object)));

    let object: Pin<&mut dyn Tr> = pin!(NotUnpin(0, PhantomPinned));
    by_bound(Pin::new(&mut HeapPlaced::new(object)));
    let mut object = 0u32;
    let object: Pin<&mut u32> = Pin::new(&mut object);
    let object: Pin<&mut dyn Tr> = object;
    static PLACE: InlinePlace<256> = InlinePlace::new();
    by_bound(Pin::new(&mut Placed::new_in(object, PLACE.take().unwrap()).unwrap()));

    // The object is used by its pointer between calls.
    let object: Pin<Box<dyn Tr>> = Box::pin(NotUnpin(0, PhantomPinned));
    let mut binding = HeapPlaced::new(object);
    finish(Pin::new(&mut binding).set(6)).unwrap();
    finish(Placed::get_pin_mut(&mut binding).set(7)).unwrap();
    finish(Pin::new(&mut binding).set_at_once(8)).unwrap();
    assert_eq!(finish((*binding).get()), Some(8));
}
