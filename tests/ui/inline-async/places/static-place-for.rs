//@ run-pass
//@ edition: 2024
//@ needs-threads
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// A `PlaceFor` in a static is taken once, by one thread, lives for ever, and serves calls and
// bindings from then on.

#![feature(inline_async_fn, inline_async)]
#![forbid(unsafe_code)]

use std::future::inline_async::{PlaceFor, Placed, placeable};
use std::future::pending;
use std::mem::forget;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::thread;

#[placeable]
trait Work {
    inline async fn work(&mut self, waits: bool) -> u32;
}

struct Worker(u32);

impl Work for Worker {
    async fn work(&mut self, waits: bool) -> u32 {
        self.0 += 1;
        if waits {
            pending::<()>().await;
        }
        self.0
    }
}

static PLACE: PlaceFor<Worker, dyn Work> = PlaceFor::new();
static CONTENDED: PlaceFor<Worker, dyn Work> = PlaceFor::new();

fn poll(call: impl Future<Output = u32>) -> Poll<u32> {
    pin!(call).poll(&mut Context::from_waker(Waker::noop()))
}

fn main() {
    let mut place = PLACE.take().unwrap();
    assert!(PLACE.take().is_none());
    let object: &mut dyn Work = &mut Worker(0);
    assert_eq!(poll(object.work(false).in_place(place.as_mut()).unwrap()), Poll::Ready(1));
    assert_eq!(poll(object.work(true).in_place(place.as_mut()).unwrap()), Poll::Pending);
    let mut binding = Placed::new_in(&mut *object, place.as_mut()).unwrap();
    assert_eq!(poll(binding.work(true)), Poll::Pending);
    assert_eq!(poll(binding.work(false)), Poll::Ready(4));
    drop(binding);
    assert!(PLACE.take().is_none());

    // A call that is leaked as it waits is no hindrance, one that is leaked as it runs is one.
    forget(object.work(true).in_place(place.as_mut()).unwrap());
    let mut call = object.work(true).in_place(place.as_mut()).unwrap();
    assert!(Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop())).is_pending());
    forget(call);
    let error = object.work(false).in_place(place.as_mut()).unwrap_err();
    assert!(error.to_string().ends_with("occupied by a call that was leaked"), "{error}");
    drop(error);
    assert!(Placed::new_in(object, place).is_err());
    assert!(PLACE.take().is_none());

    let threads: Vec<_> =
        (0..4).map(|_| thread::spawn(|| CONTENDED.take().is_some() as u32)).collect();
    assert_eq!(threads.into_iter().map(|thread| thread.join().unwrap()).sum::<u32>(), 1);

    // Without a static, and where there is no compare-and-swap.
    let place = Box::leak(Box::new(PlaceFor::<Worker, dyn Work>::new()));
    let place = Pin::static_mut(place);
    let object: &mut dyn Work = &mut Worker(8);
    assert_eq!(poll(object.work(false).in_place(place).unwrap()), Poll::Ready(9));
}
