//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// The address of the receiver that a call has is that of the object as it was borrowed for this
// call. One that was taken as the binding was made would have ended when the object was borrowed
// again, through the binding or through an earlier call, or when its box was moved. So calls go on
// well between uses of the object, moves of the binding, and moves of the box out of it and in
// again.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, InlinePlace, MoveRef, Placed, move_ref, placeable};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

#[placeable]
trait Counter {
    fn set(&mut self, value: u32);
    fn value(&self) -> u32;
    inline async fn next(&mut self) -> u32;
    inline async fn peek(&self) -> u32;
    inline async fn lend(&mut self) -> &mut u32;
}

struct UpFrom(u32);

impl Counter for UpFrom {
    fn set(&mut self, value: u32) {
        self.0 = value;
    }

    fn value(&self) -> u32 {
        self.0
    }

    async fn next(&mut self) -> u32 {
        self.0 += 1;
        suspend().await;
        self.0 += 1;
        self.0
    }

    async fn peek(&self) -> u32 {
        let before = self.0;
        suspend().await;
        assert_eq!(self.0, before);
        self.0
    }

    async fn lend(&mut self) -> &mut u32 {
        suspend().await;
        &mut self.0
    }
}

async fn suspend() {
    let mut done = false;
    std::future::poll_fn(|_| {
        if std::mem::replace(&mut done, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await
}

fn poll<F: Future + Unpin>(call: &mut F) -> Poll<F::Output> {
    Pin::new(call).poll(&mut Context::from_waker(Waker::noop()))
}

fn finish<F: Future + Unpin>(mut call: F) -> F::Output {
    loop {
        if let Poll::Ready(output) = poll(&mut call) {
            return output;
        }
    }
}

/// Uses the object between calls, in every way that a binding has.
macro_rules! between_calls {
    ($binding:expr) => {{
        let binding = $binding;
        assert_eq!(finish(binding.next()), 2);
        (**binding).set(10);
        assert_eq!(finish(binding.next()), 12);
        binding.set(20);
        assert_eq!((**binding).value(), 20);
        // Waiting, running, and dropped as such.
        drop(binding.next());
        (**binding).set(30);
        let mut call = binding.next();
        assert!(poll(&mut call).is_pending());
        drop(call);
        assert_eq!(binding.value(), 31);
        *finish(binding.lend()) = 40;
        let value = (**binding).value();
        (**binding).set(value + 1);
        {
            // The object is looked at beside calls that share it, in each of their states.
            let (mut first, second) = (binding.peek(), binding.peek());
            assert_eq!((**binding).value(), 41);
            assert!(poll(&mut first).is_pending());
            assert_eq!(binding.value(), 41);
            assert_eq!(finish(second), 41);
            assert_eq!(finish(first), 41);
        }
        // Through the binding as an object, of which calls are direct.
        let object: &mut dyn Counter = binding;
        object.set(50);
        assert_eq!(finish(pin!(object.next())), 52);
        object.set(0);
    }};
}

fn main() {
    let mut object = UpFrom(0);
    between_calls!(&mut HeapPlaced::new(&mut object as &mut dyn Counter));
    between_calls!(&mut HeapPlaced::new(Box::new(object) as Box<dyn Counter>));
    let mut place = pin!(InlinePlace::<256>::new());
    let object: MoveRef<'_, dyn Counter> = move_ref!(UpFrom(0));
    between_calls!(&mut Placed::new_in(object, place.as_mut()).unwrap());

    // The binding moves, and the box moves in it, out of it and in again.
    let object: Box<dyn Counter> = Box::new(UpFrom(0));
    let mut binding = Placed::new_in(object, place).unwrap();
    for _ in 0..3 {
        between_calls!(&mut binding);
        let mut moved = Box::new([binding]);
        between_calls!(&mut moved[0]);
        let [back] = *moved;
        let (mut object, place) = Placed::into_inner(back);
        object.set(0);
        let moved = Box::new(object);
        binding = Placed::new_in(*moved, place).unwrap();
    }

    // And in a place, where each call borrows the object anew.
    let mut object = UpFrom(0);
    let mut place = pin!(InlinePlace::<256>::new());
    for i in 0..3 {
        object.set(i);
        let call = (&mut object as &mut dyn Counter).next().in_place(place.as_mut());
        assert_eq!(finish(call.unwrap()), i + 2);
        assert_eq!(object.value(), i + 2);
        let call = (&object as &dyn Counter).peek().in_place(place.as_mut());
        let mut call = call.unwrap();
        assert!(poll(&mut call).is_pending());
        assert_eq!(object.value(), i + 2);
        assert_eq!(finish(call), i + 2);
    }
}
