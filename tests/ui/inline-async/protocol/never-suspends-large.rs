//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// A future that never suspends but is large runs in its machine, not on the stack: its arguments
// are where they wait, on the heap, when the call is moved there. One on the edge runs on the stack,
// and the machine has no room for it. Each ends as others do, in every kind of call.

#![feature(inline_async_fn, inline_async)]

extern crate kinds;

use std::future::inline_async::{
    HeapPlace, HeapPlaced, InlineCoroutine, InlinePlace, Placed, placeable,
};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use kinds::{allocations, live};

#[placeable]
trait Sum<const LENGTH: usize> {
    inline async fn exclusive(&mut self, bytes: [u8; LENGTH]) -> u64;
    inline async fn shared(&self, bytes: [u8; LENGTH]) -> u64;
}

#[placeable]
trait SumOfOwn {
    inline async fn sum(self) -> u64;
}

struct Worker(u64);

impl<const LENGTH: usize> Sum<LENGTH> for Worker {
    async fn exclusive(&mut self, bytes: [u8; LENGTH]) -> u64 {
        self.0 + sum(&bytes)
    }

    async fn shared(&self, bytes: [u8; LENGTH]) -> u64 {
        self.0 + sum(&bytes)
    }
}

struct Own<const LENGTH: usize>([u8; LENGTH]);

impl<const LENGTH: usize> SumOfOwn for Own<LENGTH> {
    async fn sum(self) -> u64 {
        1 + sum(&self.0)
    }
}

fn sum(bytes: &[u8]) -> u64 {
    bytes.iter().map(|&byte| u64::from(byte)).sum()
}

fn now<F: Future>(future: Pin<&mut F>) -> F::Output {
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("it never suspends"),
    }
}

fn check<const LENGTH: usize>() {
    let (start, bytes) = (live(), [3; LENGTH]);
    let output = 1 + 3 * LENGTH as u64;
    // A call has room for its arguments, and six words at least.
    let word = size_of::<usize>();
    let room = (word + LENGTH.next_multiple_of(word)).max(6 * word);
    let future = size_of_val(&Worker(1).exclusive(bytes));
    let is_in_machine = future > 512;
    let own = usize::from(is_in_machine && future > room);
    let machine = size_of::<InlineCoroutine<Worker, dyn Sum<LENGTH>>>();
    let waits = 2 * word + LENGTH.next_multiple_of(word);
    let content = if is_in_machine { waits.max(word + future) } else { waits };
    assert_eq!(machine, content.next_multiple_of(word));
    let object: &mut dyn Sum<LENGTH> = &mut Worker(1);

    assert_eq!(allocations(|| now(pin!(object.exclusive(bytes)))), (own, output));
    assert_eq!(allocations(|| now(pin!(object.shared(bytes)))), (own, output));
    drop(object.exclusive(bytes));
    assert_eq!(live(), start);

    let mut place = HeapPlace::new();
    for allocated in [1, 0] {
        let run = || now(pin!(object.exclusive(bytes).in_place(&mut place).unwrap()));
        assert_eq!(allocations(run), (allocated, output));
    }
    let mut place = pin!(InlinePlace::<20000>::new());
    assert!(machine <= 20000);
    let mut call = object.exclusive(bytes).in_place(place.as_mut()).unwrap();
    assert_eq!(now(Pin::new(&mut call)), output);
    drop(call);
    let mut binding = Placed::new_in(&mut *object, place).unwrap();
    for _ in 0..2 {
        assert_eq!(allocations(|| now(pin!(binding.exclusive(bytes)))), (0, output));
        assert_eq!(allocations(|| now(pin!(binding.shared(bytes)))), (0, output));
        let mut first = binding.shared(bytes);
        assert_eq!(allocations(|| now(pin!(binding.shared(bytes)))), (1, output));
        assert_eq!(now(Pin::new(&mut first)), output);
    }
    drop(binding);

    let owner: Box<dyn SumOfOwn> = Box::new(Own([3; LENGTH]));
    assert_eq!(now(pin!(HeapPlaced::new(owner).sum())), output);
    assert_eq!(live() - start, 1, "what `place` has");
}

fn main() {
    check::<0>();
    check::<16>();
    check::<100>();
    check::<480>();
    check::<504>();
    check::<505>();
    check::<512>();
    check::<513>();
    check::<600>();
    check::<16384>();
}
