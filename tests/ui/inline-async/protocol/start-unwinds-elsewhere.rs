//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ needs-unwind
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// A direct call whose machine is elsewhere by the time that the implementation unwinds as it is
// called: the memory is freed, what had been moved there is dropped once, the call is done, and an
// object whose start makes such a call in turn sees the panic once.

#![feature(inline_async_fn)]

extern crate kinds;

use std::pin::pin;
use std::task::{Context, Waker};

use kinds::{
    First, Local, Logged, Panics, Plan, Receiver, Second, allocations, caught, dropped, live,
};

trait Work {
    inline async fn work(&mut self, first: Logged, room: [u8; 200], second: Logged) -> u32;
    inline async fn owning(self: Box<Self>, first: Logged, room: [u8; 200]) -> u32;
}

const PLAN: Plan = Plan::suspending(0);

struct Panicking(#[allow(dead_code)] Logged);

struct Outer(Panicking);

fn panic() {
    std::panic::resume_unwind(Box::new(Panics::AsCalled));
}

async fn keep<T>(kept: T) -> u32 {
    std::future::ready(()).await;
    drop(kept);
    0
}

fn poll_once(call: impl Future<Output = u32>) {
    let mut call = pin!(call);
    let mut cx = Context::from_waker(Waker::noop());
    let _ = call.as_mut().poll(&mut cx);
}

impl Work for Panicking {
    fn work(
        &mut self,
        first: Logged,
        room: [u8; 200],
        second: Logged,
    ) -> impl Future<Output = u32> {
        assert_eq!(room, [7; 200]);
        panic();
        keep((first, room, second))
    }

    fn owning(self: Box<Self>, first: Logged, room: [u8; 200]) -> impl Future<Output = u32> {
        panic();
        keep((self, first, room))
    }
}

impl Work for Outer {
    fn work(
        &mut self,
        first: Logged,
        room: [u8; 200],
        second: Logged,
    ) -> impl Future<Output = u32> {
        let local = Logged::new(Local, PLAN);
        // With memory of its own beside that of the outer call.
        poll_once((&mut self.0 as &mut dyn Work).work(first, room, second));
        keep((local, room))
    }

    fn owning(self: Box<Self>, first: Logged, room: [u8; 200]) -> impl Future<Output = u32> {
        let object: Box<dyn Work> = Box::new(self.0);
        poll_once(object.owning(first, room));
        keep(room)
    }
}

fn run(object: &mut dyn Work, expected: &[kinds::Part]) {
    let before = live();
    for _ in 0..2 {
        let call = object.work(Logged::new(First, PLAN), [7; 200], Logged::new(Second, PLAN));
        let mut call = Box::pin(call);
        let mut cx = Context::from_waker(Waker::noop());
        let (allocated, panics) = allocations(|| caught(|| call.as_mut().poll(&mut cx)));
        assert_eq!(panics, Panics::AsCalled);
        // The machine, before anything of the implementation runs.
        assert!(allocated >= 1);
        assert_eq!(dropped(), expected);
        // The box of the call is what is left.
        assert_eq!(live(), before + 1);
        drop(call);
        assert_eq!(dropped(), []);
        assert_eq!(live(), before);
    }
}

fn main() {
    let before = live();
    let panicking = || Panicking(Logged::new(Receiver, PLAN));
    run(&mut panicking(), &[Second, First]);
    assert_eq!(dropped(), [Receiver]);
    run(&mut Outer(panicking()), &[Second, First, Local]);
    assert_eq!(dropped(), [Receiver]);

    let objects: [Box<dyn Work>; 2] = [Box::new(panicking()), Box::new(Outer(panicking()))];
    for object in objects {
        let call = object.owning(Logged::new(First, PLAN), [7; 200]);
        assert_eq!(caught(|| poll_once(call)), Panics::AsCalled);
        assert_eq!(dropped(), [First, Receiver]);
    }
    assert_eq!(live(), before);
}
