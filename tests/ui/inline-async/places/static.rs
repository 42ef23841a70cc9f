//@ run-pass
//@ edition: 2024
//@ needs-threads

// A place in a static is taken once, lives for ever, and does not abort when its borrower leaks.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::InlinePlace;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::thread;

trait Work {
    inline async fn work(&self) -> u32;
}

impl Work for u32 {
    async fn work(&self) -> u32 {
        *self
    }
}

struct Endless;

impl Work for Endless {
    async fn work(&self) -> u32 {
        std::future::pending().await
    }
}

static PLACE: InlinePlace<256> = InlinePlace::new();
static CONTENDED: InlinePlace<16> = InlinePlace::new();

fn main() {
    let mut place = PLACE.take().unwrap();
    assert!(PLACE.take().is_none());
    let object: &dyn Work = &7;
    for _ in 0..2 {
        let mut call = object.work().in_place(place.as_mut()).unwrap();
        assert!(PLACE.take().is_none());
        let poll = Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(poll, Poll::Ready(7));
    }
    assert!(PLACE.take().is_none());
    let mut call = (&Endless as &dyn Work).work().in_place(place).unwrap();
    assert!(Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop())).is_pending());
    std::mem::forget(call);
    assert!(PLACE.take().is_none());

    let threads: Vec<_> =
        (0..4).map(|_| thread::spawn(|| CONTENDED.take().is_some() as u32)).collect();
    assert_eq!(threads.into_iter().map(|thread| thread.join().unwrap()).sum::<u32>(), 1);
}
