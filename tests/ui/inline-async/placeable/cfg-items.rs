//@ run-pass
//@ edition: 2024

// `#[cfg]` and `#[cfg_attr]` inside the trait count for the generated impl as they do for the trait.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

#[placeable]
trait Configured {
    #[cfg(all())]
    inline async fn there(&self) -> u8;
    #[cfg(any())]
    inline async fn not_there(&self) -> Missing;
    #[cfg_attr(all(), cfg(any()))]
    type AlsoMissing;
    fn argument(&self, #[cfg(any())] missing: Missing, present: u8) -> u8;
    #[cfg(any())]
    const IGNORED: u8;
}

struct Here;

impl Configured for Here {
    inline async fn there(&self) -> u8 {
        1
    }
    fn argument(&self, present: u8) -> u8 {
        present
    }
}

fn main() {
    let object: Box<dyn Configured> = Box::new(Here);
    let binding = HeapPlaced::new(object);
    assert_eq!(block_on(binding.there()), 1);
    assert_eq!(binding.argument(2), 2);
}
