//@ run-pass
//@ edition: 2024

// A binding that is leaked while its machine is idle leaves a place that is used again and that is
// destroyed as any other. So does a call that is leaked when it is done.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlace, InlinePlace, ObjectPlace, Placed, placeable};
use std::mem::forget;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

#[placeable]
trait Work {
    inline async fn work(&mut self) -> u32;
}

struct Worker(u32);

impl Work for Worker {
    async fn work(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }
}

fn check<P: ObjectPlace>(mut place: P) {
    let mut worker = Worker(0);
    let mut cx = Context::from_waker(Waker::noop());
    for i in 0..3 {
        let mut binding = Placed::new_in(&mut worker as &mut dyn Work, &mut place).unwrap();
        let mut call = binding.work();
        assert_eq!(Pin::new(&mut call).poll(&mut cx), Poll::Ready(3 * i + 1));
        forget(call);
        assert_eq!(Pin::new(&mut binding.work()).poll(&mut cx), Poll::Ready(3 * i + 2));
        forget(binding);

        let object: &mut dyn Work = &mut worker;
        let mut call = object.work().in_place(&mut place).unwrap();
        assert_eq!(Pin::new(&mut call).poll(&mut cx), Poll::Ready(3 * i + 3));
        forget(call);
    }
}

fn main() {
    let mut place = HeapPlace::new();
    check(&mut place);
    drop(place);

    let mut place = pin!(InlinePlace::<256>::new());
    check(place.as_mut());
    check(place);
}
