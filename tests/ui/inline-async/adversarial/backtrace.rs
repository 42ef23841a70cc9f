//@ run-pass
//@ edition: 2024
//@ compile-flags: -Cdebuginfo=2 -Copt-level=0 -Cstrip=none
//@ needs-unwind
//@ ignore-android
//@ ignore-fuchsia

// A backtrace that is taken in an implementation goes through start and poll, and on to the caller.

#![feature(inline_async_fn, inline_async)]

use std::backtrace::Backtrace;
use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

#[placeable]
trait Work {
    inline async fn at_start(&self) -> String;
    inline async fn at_poll(&self) -> String;
}

struct Worker;

#[inline(never)]
fn trace() -> String {
    Backtrace::force_capture().to_string()
}

impl Work for Worker {
    fn at_start(&self) -> impl Future<Output = String> {
        let trace = trace();
        async { trace }
    }

    async fn at_poll(&self) -> String {
        trace()
    }
}

#[inline(never)]
fn the_caller<F: Future>(call: F) -> F::Output {
    let mut call = pin!(call);
    match Pin::as_mut(&mut call).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!(),
    }
}

fn check(trace: &str, method: &str) {
    // From the inside to the outside.
    let mut at = 0;
    for name in ["backtrace::trace", method, "backtrace::main"] {
        match trace[at..].find(name) {
            Some(found) => at += found,
            None => panic!("no {name} after {at} in\n{trace}"),
        }
    }
}

fn main() {
    let object: &dyn Work = &Worker;
    let direct = the_caller(object.at_poll());
    check(&direct, "at_poll");
    assert!(direct.contains("the_caller"));
    check(&the_caller(object.at_start()), "at_start");
    let binding = HeapPlaced::new(object);
    check(&the_caller(binding.at_poll()), "at_poll");
    check(&the_caller(binding.at_start()), "at_start");
}
