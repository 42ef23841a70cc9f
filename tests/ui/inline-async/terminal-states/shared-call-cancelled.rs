//@ run-pass
//@ edition: 2024

// While one `&self` call keeps the machine of a binding, others come and go in places of their own.
// When the first is cancelled the machine is idle, though others are still running.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{InlinePlace, Placed, placeable};
use std::future::pending;
use std::pin::{Pin, pin};
use std::task::{Context, Waker};

#[placeable]
trait Work {
    inline async fn work(&self, at: &mut usize);
}

struct Worker;

impl Work for Worker {
    async fn work(&self, at: &mut usize) {
        let local = 0u8;
        *at = (&raw const local).addr();
        pending::<()>().await;
        std::hint::black_box(local);
    }
}

fn main() {
    let place = pin!(InlinePlace::<256>::new());
    let range = (&raw const *place).addr()..(&raw const *place).addr() + 256;
    let binding = Placed::new_in(&Worker as &dyn Work, place).unwrap();
    let mut cx = Context::from_waker(Waker::noop());

    let [mut at1, mut at2, mut at3] = [0; 3];
    let mut first = binding.work(&mut at1);
    assert!(Pin::new(&mut first).poll(&mut cx).is_pending());
    let mut second = binding.work(&mut at2);
    assert!(Pin::new(&mut second).poll(&mut cx).is_pending());
    drop(binding.work(&mut 0));

    drop(first);
    let mut third = binding.work(&mut at3);
    assert!(Pin::new(&mut third).poll(&mut cx).is_pending());
    drop(third);
    assert!(Pin::new(&mut second).poll(&mut cx).is_pending());
    drop(second);
    assert!(range.contains(&at1));
    assert!(!range.contains(&at2));
    assert_eq!(at3, at1);
}
