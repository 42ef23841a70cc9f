//@ run-pass
//@ edition: 2024
//@ needs-threads

// Other threads ask for a static place all the time that it is used: for calls, for a binding whose
// calls are exclusive or shared, and again after a call was leaked in it. There is nothing that they
// and the calls access without order. (To be run under Miri and ThreadSanitizer too: threads are
// joined by `join` alone, which both know.)

#![feature(inline_async_fn, inline_async)]
#![forbid(unsafe_code)]

use std::future::inline_async::{InlinePlace, Placed, placeable};
use std::mem::forget;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};
use std::thread;

#[placeable]
trait Work {
    inline async fn shared(&self) -> u8;
    inline async fn exclusive(&mut self) -> u8;
    inline async fn endless(&self) -> u8;
}

impl Work for u8 {
    async fn shared(&self) -> u8 {
        *self
    }

    async fn exclusive(&mut self) -> u8 {
        *self
    }

    async fn endless(&self) -> u8 {
        std::future::pending().await
    }
}

static PLACE: InlinePlace<64> = InlinePlace::new();
static DONE: AtomicBool = AtomicBool::new(false);
const ROUNDS: usize = if cfg!(miri) { 10 } else { 1000 };

fn finish(call: impl Future<Output = u8>) {
    assert_eq!(pin!(call).poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(7));
}

fn use_it(mut place: Pin<&'static mut InlinePlace<64>>) {
    let mut object = 7u8;
    let object: &mut dyn Work = &mut object;
    for _ in 0..ROUNDS {
        finish(object.exclusive().in_place(place.as_mut()).unwrap());
        finish(object.shared().in_place(place.as_mut()).unwrap());
    }
    let mut binding = Placed::new_in(object, place.as_mut()).unwrap();
    for _ in 0..ROUNDS {
        finish(binding.exclusive());
        finish(binding.shared());
        drop(binding.shared());
    }
    let (object, place) = Placed::into_inner(binding);
    let mut call = object.endless().in_place(place).unwrap();
    assert!(Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop())).is_pending());
    forget(call);
}

fn main() {
    let place = PLACE.take().unwrap();
    let threads: Vec<_> = (0..2)
        .map(|_| {
            thread::spawn(|| {
                while !DONE.load(Ordering::Relaxed) {
                    assert!(PLACE.take().is_none());
                }
            })
        })
        .collect();
    use_it(place);
    DONE.store(true, Ordering::Relaxed);
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}
