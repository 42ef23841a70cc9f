//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// A binding that is leaked leaves its place as what is in it says: where the binding was idle, or a
// call had been leaked in it that waited or was done, the place can be used again, and destroyed;
// where a call had been leaked that ran, it is occupied. The object is leaked with a binding that
// has it, and nothing is dropped.

#![feature(inline_async_fn, inline_async)]

extern crate kinds;

use std::future::inline_async::{HeapPlace, InlinePlace, ObjectPlace, Placed, layout_for};
use std::mem::{ManuallyDrop, forget};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use kinds::{
    ByHand, First, Job, Logged, Object, Plan, Receiver, Second, Suspending, dropped, live,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Call {
    None,
    Waiting { is_shared: bool },
    Running { is_shared: bool },
    Done,
}

fn poll(call: &mut (impl Future<Output = u32> + Unpin)) -> Poll<u32> {
    Pin::new(call).poll(&mut Context::from_waker(Waker::noop()))
}

/// Binds an object, leaks a call in that state and then the binding.
fn leak<O: Object>(place: impl ObjectPlace, object: &mut O, call: Call) {
    let mut binding = Placed::new_in(object as &mut dyn Job, place).ok().unwrap();
    let plan = Plan::suspending(1);
    let (first, second) = (Logged::new(First, plan), Logged::new(Second, plan));
    let polls = match call {
        Call::None => {
            drop((first, second));
            forget(binding);
            return;
        }
        Call::Waiting { .. } => 0,
        Call::Running { .. } => 1,
        Call::Done => 2,
    };
    if let Call::Waiting { is_shared: true } | Call::Running { is_shared: true } = call {
        let mut call = binding.shared(first, plan, second);
        for _ in 0..polls {
            let _ = poll(&mut call);
        }
        forget(call);
    } else {
        let mut call = binding.exclusive(first, plan, second);
        for _ in 0..polls {
            let _ = poll(&mut call);
        }
        forget(call);
    }
    forget(binding);
}

fn check<O: Object>() {
    let calls = [
        Call::None,
        Call::Waiting { is_shared: false },
        Call::Waiting { is_shared: true },
        Call::Done,
        Call::Running { is_shared: false },
        Call::Running { is_shared: true },
    ];
    let layout = layout_for::<O, dyn Job>();
    for call in calls {
        let is_running = matches!(call, Call::Running { .. });
        let mut object = O::new(Plan::suspending(0));

        let mut place = ManuallyDrop::new(Box::pin(InlinePlace::<1024>::new()));
        leak(place.as_mut(), &mut object, call);
        dropped();
        assert_eq!(place.as_mut().reserve(layout).is_err(), is_running, "{call:?}");
        if !is_running {
            let before = live();
            leak(place.as_mut(), &mut object, Call::None);
            dropped();
            assert_eq!(live(), before, "{call:?}");
            // No abort.
            drop(ManuallyDrop::into_inner(place));
        }

        let before = live();
        let mut place = HeapPlace::new();
        leak(&mut place, &mut object, call);
        dropped();
        assert_eq!(live(), before + 1, "{call:?}");
        leak(&mut place, &mut object, Call::None);
        dropped();
        // Memory that is occupied is let go.
        let occupied = usize::from(is_running);
        assert_eq!(live(), before + 1 + occupied, "{call:?}");
        drop(place);
        assert_eq!(live(), before + occupied, "{call:?}");

        drop(object);
        assert_eq!(dropped(), [Receiver], "{call:?}");

        // The object is the binding's, and the place is leaked with it.
        let object: Box<dyn Job> = Box::new(O::new(Plan::suspending(0)));
        forget(Placed::new_in(object, HeapPlace::new()).ok().unwrap());
        assert_eq!(dropped(), [], "{call:?}");
    }
}

fn main() {
    check::<Suspending<0>>();
    check::<Suspending<300>>();
    check::<ByHand<0>>();
    check::<ByHand<300>>();
}
