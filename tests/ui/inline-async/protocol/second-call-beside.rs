//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// A shared call on a binding whose machine another call has, be that one waiting, running or done
// but not yet dropped, is a call of its own: each has its arguments, its output and its end, in any
// order of these. One that is made beside a call that waits or runs has memory of its own; when
// that call is done, the next one has the machine.

#![feature(inline_async_fn, inline_async)]

extern crate kinds;

use std::future::inline_async::HeapPlaced;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use kinds::{
    ByHand, First, Job, Logged, Object, Plan, Receiver, Second, Suspending, allocations, dropped,
    live,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Waiting,
    Running,
    Done,
    Cancelled,
}

fn make(binding: &HeapPlaced<Box<dyn Job>>) -> impl Future<Output = u32> + Unpin {
    let plan = Plan::suspending(1);
    binding.shared(Logged::new(First, plan), plan, Logged::new(Second, plan))
}

fn poll(call: &mut (impl Future<Output = u32> + Unpin)) -> Poll<u32> {
    Pin::new(call).poll(&mut Context::from_waker(Waker::noop()))
}

fn check<O: Object>() {
    use State::*;

    let all: Vec<_> = O::drop_order().into_iter().filter(|&part| part != Receiver).collect();
    let before = live();
    let binding: HeapPlaced<Box<dyn Job>> = HeapPlaced::new(Box::new(O::new(Plan::suspending(0))));
    let idle = live();
    for state in [Waiting, Running, Done, Cancelled] {
        for second_first in [false, true] {
            let (made, first) = allocations(|| make(&binding));
            assert_eq!(made, 0);
            let mut first = Some(first);
            match state {
                Waiting => {}
                Running => assert!(poll(first.as_mut().unwrap()).is_pending()),
                Done => {
                    assert!(poll(first.as_mut().unwrap()).is_pending());
                    assert_eq!(poll(first.as_mut().unwrap()), Poll::Ready(7));
                    assert_eq!(dropped(), all);
                }
                Cancelled => {
                    assert!(poll(first.as_mut().unwrap()).is_pending());
                    first = None;
                    assert_eq!(dropped(), all);
                }
            }
            let own = usize::from(matches!(state, Waiting | Running));
            let (made, second) = allocations(|| make(&binding));
            assert_eq!(made, own, "{state:?}");
            let mut second = second;

            // A third one has memory of its own whatever the first does.
            let (made, third) = allocations(|| make(&binding));
            assert_eq!(made, 1, "{state:?}");
            drop(third);
            assert_eq!(dropped(), [First, Second]);

            // The first goes on as if it were alone.
            let mut finish_first = || match state {
                Waiting => {
                    let mut first = first.take().unwrap();
                    assert!(poll(&mut first).is_pending());
                    assert_eq!(poll(&mut first), Poll::Ready(7));
                    assert_eq!(dropped(), all);
                }
                Running => {
                    assert_eq!(poll(first.as_mut().unwrap()), Poll::Ready(7));
                    assert_eq!(dropped(), all);
                }
                Done | Cancelled => {
                    first = None;
                    assert_eq!(dropped(), []);
                }
            };
            assert!(poll(&mut second).is_pending());
            if !second_first {
                finish_first();
            }
            assert_eq!(poll(&mut second), Poll::Ready(7));
            assert_eq!(dropped(), all);
            if second_first {
                finish_first();
            }
            drop(second);
            drop(first);
            assert_eq!(dropped(), []);
            assert_eq!(live(), idle, "{state:?}");
        }
    }
    drop(binding);
    assert_eq!(dropped(), [Receiver]);
    assert_eq!(live(), before);
}

fn main() {
    check::<Suspending<0>>();
    check::<Suspending<300>>();
    check::<ByHand<0>>();
    check::<ByHand<300>>();
}
