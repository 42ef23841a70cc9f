//! Workload (e): a trait with eight methods, called in turn.

use std::future::inline_async::{HeapArena, HeapPlace, HeapPlaced, InlinePlace, Placed, within};
use std::future::poll_fn;
use std::mem::MaybeUninit;
use std::pin::pin;

use dynify::Dynify;
use objects::apart::Apart;
use objects::{
    Methods, boxed, by_async_trait, by_dynify, by_dynosaur, by_stackfuture, floor, inline, poll,
};

use crate::calls::{no_room, run};
use crate::case::{Case, Contestant, Run};
use crate::executor::block_on;

/// The sum of what a number of calls give, of which the n-th is of the method `n % 8`. `$call` is
/// a macro that makes a call of a name and an argument.
macro_rules! sum_of_eight {
    ($calls:expr, $call:ident) => {{
        let mut sum = 0_u64;
        for turn in 0..$calls / 8 {
            let x = turn * 8;
            sum = sum.wrapping_add($call!(m0, x).await);
            sum = sum.wrapping_add($call!(m1, x + 1).await);
            sum = sum.wrapping_add($call!(m2, x + 2).await);
            sum = sum.wrapping_add($call!(m3, x + 3).await);
            sum = sum.wrapping_add($call!(m4, x + 4).await);
            sum = sum.wrapping_add($call!(m5, x + 5).await);
            sum = sum.wrapping_add($call!(m6, x + 6).await);
            sum = sum.wrapping_add($call!(m7, x + 7).await);
        }
        sum
    }};
}

/// A run that calls `$object` as it is.
macro_rules! run_plainly {
    ($object:expr) => {
        run!($object, |object, calls| block_on(async {
            macro_rules! call {
                ($name:ident, $x:expr) => {
                    object.$name($x)
                };
            }
            sum_of_eight!(calls, call)
        }))
    };
}

pub fn cases() -> Vec<Case> {
    let case = |contestant| Case::new("e-8-methods", contestant, move || make(contestant));
    Contestant::ALL.into_iter().map(case).collect()
}

fn make(contestant: Contestant) -> Run {
    match contestant {
        Contestant::Floor => {
            use floor::Eight;
            run_plainly!(Methods::default())
        }
        Contestant::CoroutineCall => {
            use floor::Eight;
            run_plainly!(Apart(Methods::default()))
        }
        Contestant::PollObject => on_poll_object(poll::eight()),
        Contestant::DirectCall => {
            run!(inline::eight(), |object, calls| { block_on(through(&mut *object, calls)) })
        }
        Contestant::Scope => run!((inline::eight(), HeapArena::new()), |both, calls| {
            let (object, arena) = &mut both;
            block_on(within(arena, through(&mut **object, calls)))
        }),
        Contestant::HeapBinding => run!(HeapPlaced::new(inline::eight()), |object, calls| {
            block_on(through(&mut object, calls))
        }),
        Contestant::InlineBinding => run!(inline::eight(), |object, calls| {
            block_on(async {
                let place = pin!(InlinePlace::<{ inline::EIGHT }>::new());
                let mut object = Placed::new_in(&mut *object, place).unwrap_or_else(|_| no_room());
                through(&mut object, calls).await
            })
        }),
        Contestant::InHeapPlace => on_heap_place(inline::eight()),
        Contestant::InInlinePlace => on_inline_place(inline::eight()),
        Contestant::AsyncTrait => run_plainly!(by_async_trait::eight()),
        Contestant::Dynosaur => {
            use by_dynosaur::Eight;
            run_plainly!(by_dynosaur::eight())
        }
        Contestant::DynifyStack => on_dynify_stack(by_dynify::eight()),
        Contestant::DynifyHeap => on_dynify_heap(by_dynify::eight()),
        Contestant::Stackfuture => run_plainly!(by_stackfuture::eight::<64>()),
        Contestant::BoxFuture => run_plainly!(boxed::eight()),
    }
}

/// Calls whatever implements the trait: the object type itself, and bindings.
async fn through(object: &mut (impl inline::Eight + ?Sized), calls: u64) -> u64 {
    macro_rules! call {
        ($name:ident, $x:expr) => {
            object.$name($x)
        };
    }
    sum_of_eight!(calls, call)
}

fn on_poll_object(object: Box<dyn poll::Eight>) -> Run {
    run!(object, |object, calls| block_on(async {
        macro_rules! call {
            ($name:ident, $x:expr) => {
                poll_fn(|context| object.$name(context, $x))
            };
        }
        sum_of_eight!(calls, call)
    }))
}

fn on_heap_place(object: Box<dyn inline::Eight>) -> Run {
    run!((object, HeapPlace::new()), |both, calls| block_on(async {
        let (object, place) = &mut both;
        macro_rules! call {
            ($name:ident, $x:expr) => {
                object.$name($x).in_place(&mut *place).unwrap_or_else(|_| no_room())
            };
        }
        sum_of_eight!(calls, call)
    }))
}

fn on_inline_place(object: Box<dyn inline::Eight>) -> Run {
    run!(object, |object, calls| block_on(async {
        let mut place = pin!(InlinePlace::<{ inline::EIGHT }>::new());
        macro_rules! call {
            ($name:ident, $x:expr) => {
                object.$name($x).in_place(place.as_mut()).unwrap_or_else(|_| no_room())
            };
        }
        sum_of_eight!(calls, call)
    }))
}

fn on_dynify_stack(object: Box<dyn by_dynify::DynEight>) -> Run {
    run!(object, |object, calls| block_on(async {
        let mut buffer = [MaybeUninit::<u8>::uninit(); by_dynify::SMALL];
        macro_rules! call {
            ($name:ident, $x:expr) => {
                object.$name($x).init(&mut buffer)
            };
        }
        sum_of_eight!(calls, call)
    }))
}

fn on_dynify_heap(object: Box<dyn by_dynify::DynEight>) -> Run {
    run!((object, Vec::<MaybeUninit<u8>>::new()), |both, calls| block_on(async {
        let (object, buffer) = &mut both;
        macro_rules! call {
            ($name:ident, $x:expr) => {
                object.$name($x).init(&mut *buffer)
            };
        }
        sum_of_eight!(calls, call)
    }))
}
