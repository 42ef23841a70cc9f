//@ run-pass
//@ edition: 2024

// A borrowed place in which a running call was leaked refuses further calls and bindings, and what
// was to be placed comes back.

#![feature(inline_async_fn, inline_async)]

use std::alloc::Layout;
use std::future::inline_async::{InlinePlace, Placed, layout_for, placeable};
use std::mem::forget;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

#[placeable]
trait Work {
    inline async fn work(&mut self) -> u32;
    inline async fn endless(&mut self) -> u32;
}

struct Worker(u32);

impl Work for Worker {
    async fn work(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }

    async fn endless(&mut self) -> u32 {
        std::future::pending().await
    }
}

fn leak_running(mut call: impl Future<Output = u32> + Unpin) {
    assert!(Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop())).is_pending());
    forget(call);
}

static IN_PLACE: InlinePlace<256> = InlinePlace::new();
static BINDING: InlinePlace<256> = InlinePlace::new();

fn refuses(mut place: Pin<&mut InlinePlace<256>>) {
    let mut worker = Worker(6);
    let object: &mut dyn Work = &mut worker;
    for _ in 0..2 {
        let error = object.work().in_place(place.as_mut()).unwrap_err();
        // `work` never suspends: only tag and receiver are in the machine.
        assert_eq!(error.required(), Layout::new::<[usize; 2]>());
        assert!(error.to_string().ends_with("the place is occupied by a call that was leaked"));
    }
    let error = Placed::new_in(&mut *object, place.as_mut()).err().unwrap();
    assert_eq!(error.required(), layout_for::<Worker, dyn Work>());
    assert!(error.to_string().ends_with("the place is occupied by a call that was leaked"));
    let (object, place) = error.into_inner();

    let (call, _place) = object.work().in_place(place).unwrap_err().into_inner();
    let poll = pin!(call).poll(&mut Context::from_waker(Waker::noop()));
    assert_eq!(poll, Poll::Ready(7));
}

fn main() {
    let object: &mut dyn Work = &mut Worker(0);
    let mut place = IN_PLACE.take().unwrap();
    leak_running(object.endless().in_place(place.as_mut()).unwrap());
    refuses(place);

    let mut place = BINDING.take().unwrap();
    let mut binding = Placed::new_in(object, place.as_mut()).unwrap();
    leak_running(binding.endless());
    // The binding goes on, on the allocator.
    let mut call = binding.work();
    let poll = Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop()));
    assert_eq!(poll, Poll::Ready(1));
    drop(call);
    drop(binding);
    refuses(place);
}
