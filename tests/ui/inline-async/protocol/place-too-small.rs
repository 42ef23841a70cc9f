//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// A place that is too small for a machine, or not aligned, refuses: the error says the layout that
// is needed, and gives pointer, place and call back. The call still waits with its arguments, and
// runs elsewhere; a call of a method that is smaller than the machine fits where a binding does
// not. No place that refuses has been changed.

#![feature(inline_async_fn, inline_async)]

extern crate kinds;

use std::alloc::Layout;
use std::future::inline_async::{
    HeapPlace, InlinePlace, ObjectPlace, Placed, layout_for, placeable,
};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use kinds::{First, Job, Logged, Object, Plan, Receiver, Second, Suspending, dropped, live};

fn finish(call: &mut (impl Future<Output = u32> + Unpin)) -> u32 {
    loop {
        let mut cx = Context::from_waker(Waker::noop());
        if let Poll::Ready(output) = Pin::new(&mut *call).poll(&mut cx) {
            return output;
        }
    }
}

fn refuse<O: Object, P: ObjectPlace>(mut place: P, machine: Layout) {
    let mut object = O::new(Plan::suspending(0));
    let (start, mut memory) = (live(), HeapPlace::new());
    let plan = Plan::suspending(1);
    let (first, second) = (Logged::new(First, plan), Logged::new(Second, plan));

    let error = place.reserve(machine).unwrap_err();
    assert_eq!(error.required(), machine);

    let call = (&mut object as &mut dyn Job).exclusive(first, plan, second);
    let error = call.in_place(place).err().unwrap();
    let required = error.required();
    assert!(required.size() <= machine.size() && required.align() <= machine.align());
    assert_eq!(dropped(), []);
    let (call, place) = error.into_inner();
    // What it says is enough.
    assert_eq!(memory.reserve(required).map(drop).map_err(drop), Ok(()));
    let mut call = call.in_place(&mut memory).ok().unwrap();
    assert_eq!(dropped(), []);
    assert_eq!(finish(&mut call), 7);
    drop(call);
    dropped();
    drop(memory);
    assert_eq!(live(), start);

    let boxed: Box<dyn Job> = Box::new(object);
    let error = Placed::new_in(boxed, place).err().unwrap();
    assert_eq!(error.required(), machine);
    let (boxed, place) = error.into_inner();
    assert_eq!(dropped(), []);
    let mut binding = Placed::new_in(boxed, HeapPlace::new()).ok().unwrap();
    let (first, second) = (Logged::new(First, plan), Logged::new(Second, plan));
    assert_eq!(finish(&mut binding.exclusive(first, plan, second)), 7);
    dropped();
    drop((binding, place));
    assert_eq!(dropped(), [Receiver]);
    assert_eq!(live(), start);
}

#[placeable]
trait Both {
    inline async fn small(&mut self) -> u32;
    inline async fn large(&mut self) -> u32;
}

struct Worker;

impl Both for Worker {
    async fn small(&mut self) -> u32 {
        1
    }

    async fn large(&mut self) -> u32 {
        let room = [1u8; 900];
        std::future::ready(()).await;
        room.len() as u32
    }
}

fn main() {
    refuse::<Suspending<0>, _>(
        pin!(InlinePlace::<16>::new()),
        layout_for::<Suspending<0>, dyn Job>(),
    );
    refuse::<Suspending<300>, _>(
        pin!(InlinePlace::<256>::new()),
        layout_for::<Suspending<300>, dyn Job>(),
    );

    let object: &mut dyn Both = &mut Worker;
    let mut place = pin!(InlinePlace::<64>::new());
    assert!(Placed::new_in(&mut *object, place.as_mut()).is_err());
    assert!(object.large().in_place(place.as_mut()).is_err());
    assert_eq!(finish(&mut object.small().in_place(place.as_mut()).unwrap()), 1);
    assert_eq!(finish(&mut object.large().in_place(HeapPlace::new()).unwrap()), 900);
}
