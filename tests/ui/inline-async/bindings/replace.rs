//@ run-pass
//@ edition: 2024

// `Placed::replace` binds another object in the same place, gives the pointer to the one before back,
// and reserves the layout that the other one needs. Where the place has no room for that, the other
// pointer comes back, and the object before stays bound and can be called.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{InlinePlace, Placed, layout_for};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

trait Sum {
    inline async fn sum(&mut self) -> u32;
}

struct Holds<const BYTES: usize>(u8);

impl<const BYTES: usize> Sum for Holds<BYTES> {
    async fn sum(&mut self) -> u32 {
        let held = [self.0; BYTES];
        std::future::ready(()).await;
        held.iter().map(|&byte| u32::from(byte)).sum()
    }
}

fn finish<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("pending"),
    }
}

fn main() {
    let place = pin!(InlinePlace::<512>::new());
    let mut binding = Placed::new_in(Box::new(Holds::<100>(1)) as Box<dyn Sum>, place).unwrap();
    assert_eq!(finish(binding.sum()), 100);

    let mut before = Placed::replace(&mut binding, Box::new(Holds::<300>(2))).unwrap();
    assert_eq!(finish(before.sum()), 100);
    assert_eq!(Placed::layout(&binding), layout_for::<Holds<300>, dyn Sum>());
    assert_eq!(finish(binding.sum()), 600);

    let error = Placed::replace(&mut binding, Box::new(Holds::<600>(3))).err().unwrap();
    assert_eq!(error.required(), layout_for::<Holds<600>, dyn Sum>());
    assert_eq!(finish(error.into_inner().sum()), 1800);
    assert_eq!(Placed::layout(&binding), layout_for::<Holds<300>, dyn Sum>());
    assert_eq!(finish(binding.sum()), 600);
}
