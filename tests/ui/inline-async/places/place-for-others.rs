//@ run-pass
//@ edition: 2024

// A `PlaceFor` serves the machine of another type and of another trait if it fits, and says what is
// missing if it does not.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{PlaceFor, Placed, layout_for};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

trait Read {
    inline async fn read(&mut self) -> usize;
}

trait Write {
    inline async fn write(&mut self, byte: u8) -> usize;
}

struct Holds<const BYTES: usize>;

impl<const BYTES: usize> Read for Holds<BYTES> {
    async fn read(&mut self) -> usize {
        let held = [1_u8; BYTES];
        std::future::ready(()).await;
        held.iter().map(|&byte| usize::from(byte)).sum()
    }
}

impl<const BYTES: usize> Write for Holds<BYTES> {
    async fn write(&mut self, byte: u8) -> usize {
        let held = [byte; BYTES];
        std::future::ready(()).await;
        held.iter().map(|&byte| usize::from(byte)).sum()
    }
}

fn finish<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("pending"),
    }
}

fn main() {
    let mut place = pin!(PlaceFor::<Holds<200>, dyn Read>::new());
    let (mut small, mut large) = (Holds::<100>, Holds::<300>);
    let reader: &mut dyn Read = &mut small;
    assert_eq!(finish(reader.read().in_place(place.as_mut()).unwrap()), 100);
    let mut writer = Placed::new_in(&mut small as &mut dyn Write, place.as_mut()).unwrap();
    assert_eq!(finish(writer.write(2)), 200);
    drop(writer);
    let error = Placed::new_in(&mut large as &mut dyn Read, place.as_mut()).err().unwrap();
    assert_eq!(error.required(), layout_for::<Holds<300>, dyn Read>());
}
