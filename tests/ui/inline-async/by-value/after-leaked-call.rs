//@ run-pass
//@ edition: 2024
//@ aux-build: counted.rs
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// A call that was leaked keeps the machine of its binding. A call that consumes the object runs on
// the allocator then, and the leaked machine is never used again.

#![feature(inline_async)]

extern crate counted;

use std::future::inline_async::HeapPlaced;
use std::mem::forget;
use std::task::Poll;

use counted::{Alive, Argument, Job, Object, Panics, alive, poll};

fn main() {
    let object: Box<dyn Job> = Box::new(Object::<100>::new(7));
    let mut binding = HeapPlaced::new(object);
    let mut step = binding.step();
    assert!(poll(&mut step).is_pending());
    forget(step);

    let mut finish = binding.finish(Argument::new(), Panics::Never);
    assert!(poll(&mut finish).is_pending());
    assert!(poll(&mut finish).is_pending());
    assert_eq!(poll(&mut finish), Poll::Ready(7));
    drop(finish);
    assert_eq!(alive(), Alive::default());
}
