//@ run-pass
//@ edition: 2024
//@ needs-threads

// A static place goes from thread to thread with what is done in it: whoever wins the race for it sends
// it on, idle or with a binding. The tag says on each thread what it said on the one before. (To be run
// under Miri and ThreadSanitizer too.)

#![feature(inline_async_fn, inline_async)]
#![forbid(unsafe_code)]

use std::future::inline_async::{InlinePlace, Placed, placeable};
use std::pin::pin;
use std::sync::mpsc;
use std::task::{Context, Poll, Waker};
use std::thread;

#[placeable]
trait Work: Send {
    inline async fn add(&mut self, n: u32) -> u32;
}

impl Work for u32 {
    async fn add(&mut self, n: u32) -> u32 {
        *self += n;
        *self
    }
}

static PLACE: InlinePlace<128> = InlinePlace::new();

fn finish(call: impl Future<Output = u32>) -> u32 {
    match pin!(call).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("it never waits"),
    }
}

fn main() {
    let (sender, receiver) = mpsc::channel();
    let threads: Vec<_> = (0..3)
        .map(|_| {
            let sender = sender.clone();
            thread::spawn(move || {
                let Some(mut place) = PLACE.take() else { return };
                let object: &mut dyn Work = &mut 1u32;
                assert_eq!(finish(object.add(1).in_place(place.as_mut()).unwrap()), 2);
                sender.send(place).unwrap();
            })
        })
        .collect();
    drop(sender);
    let place = receiver.recv().unwrap();
    assert!(receiver.recv().is_err(), "only one thread has it");
    threads.into_iter().for_each(|thread| thread.join().unwrap());

    let mut binding = Placed::new_in(Box::new(2u32) as Box<dyn Work>, place).unwrap();
    for sum in [4, 6, 8] {
        binding = thread::spawn(move || {
            assert_eq!(finish(binding.add(2)), sum);
            binding
        })
        .join()
        .unwrap();
    }
    assert!(PLACE.take().is_none());
}
