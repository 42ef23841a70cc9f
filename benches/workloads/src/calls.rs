//! Workloads (a), (b) and (c): one object, called again and again.

use std::future::inline_async::{
    HeapArena, HeapPlace, HeapPlaced, InlinePlace, ObjectPlace, Placed, within,
};
use std::future::poll_fn;
use std::mem::MaybeUninit;
use std::pin::pin;

use dynify::Dynify;
use objects::apart::Apart;
use objects::{
    Holds, Leaf, Ready, Suspends, boxed, by_async_trait, by_dynify, by_dynosaur, by_stackfuture,
    floor, inline, poll,
};

use crate::case::{Case, Contestant, Outcome, Run};
use crate::executor::block_on;

/// The sum of what a number of calls give.
macro_rules! sum {
    ($calls:expr, $x:ident => $call:expr) => {{
        let mut sum = 0_u64;
        for $x in 0..$calls {
            sum = sum.wrapping_add($call.await);
        }
        sum
    }};
}

pub(crate) use sum;

/// Runs with what an object is made and called with, as a run.
macro_rules! run {
    ($object:expr, |$name:ident, $calls:ident| $run:expr) => {{
        // Calls of `&self` methods need none.
        #[allow(unused_mut)]
        let mut $name = $object;
        Box::new(move |$calls: u64| $run) as Run
    }};
}
pub(crate) use run;

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (workload, leaf) in Leaf::ALL {
        for contestant in Contestant::ALL {
            cases.push(Case::new(workload, contestant, move || make(contestant, leaf)));
        }
    }
    cases
}

fn make(contestant: Contestant, leaf: Leaf) -> Run {
    match contestant {
        Contestant::Floor => match leaf {
            Leaf::Ready => on_known_type(Ready::default()),
            Leaf::Suspends(times) => on_known_type(Suspends::new(times)),
            Leaf::Holds64 => on_known_type(Holds::<64>::default()),
            Leaf::Holds1024 => on_known_type(Holds::<1024>::default()),
            Leaf::Holds16384 => on_known_type(Holds::<16384>::default()),
        },
        Contestant::CoroutineCall => match leaf {
            Leaf::Ready => on_known_type(Apart(Ready::default())),
            Leaf::Suspends(times) => on_known_type(Apart(Suspends::new(times))),
            Leaf::Holds64 => on_known_type(Apart(Holds::<64>::default())),
            Leaf::Holds1024 => on_known_type(Apart(Holds::<1024>::default())),
            Leaf::Holds16384 => on_known_type(Apart(Holds::<16384>::default())),
        },
        Contestant::PollObject => on_poll_object(poll::leaf(leaf)),
        Contestant::DirectCall => {
            run!(inline::leaf(leaf), |object, calls| { block_on(through(&mut *object, calls)) })
        }
        Contestant::Scope => in_scope(inline::leaf(leaf)),
        Contestant::HeapBinding => run!(HeapPlaced::new(inline::leaf(leaf)), |object, calls| {
            block_on(through(&mut object, calls))
        }),
        Contestant::InHeapPlace => on_heap_place(inline::leaf(leaf)),
        Contestant::InlineBinding => match leaf {
            Leaf::Ready | Leaf::Suspends(_) => on_binding::<{ inline::SMALL }>(leaf),
            Leaf::Holds64 => on_binding::<{ inline::HOLDS_64 }>(leaf),
            Leaf::Holds1024 => on_binding::<{ inline::HOLDS_1024 }>(leaf),
            Leaf::Holds16384 => on_binding::<{ inline::HOLDS_16384 }>(leaf),
        },
        Contestant::InInlinePlace => match leaf {
            Leaf::Ready | Leaf::Suspends(_) => on_inline_place::<{ inline::SMALL }>(leaf),
            Leaf::Holds64 => on_inline_place::<{ inline::HOLDS_64 }>(leaf),
            Leaf::Holds1024 => on_inline_place::<{ inline::HOLDS_1024 }>(leaf),
            Leaf::Holds16384 => on_inline_place::<{ inline::HOLDS_16384 }>(leaf),
        },
        Contestant::AsyncTrait => on_async_trait(by_async_trait::leaf(leaf)),
        Contestant::Dynosaur => on_dynosaur(by_dynosaur::leaf(leaf)),
        Contestant::DynifyStack => match leaf {
            Leaf::Ready | Leaf::Suspends(_) => {
                on_dynify_stack::<{ by_dynify::SMALL }>(by_dynify::leaf(leaf))
            }
            Leaf::Holds64 => on_dynify_stack::<128>(by_dynify::leaf(leaf)),
            Leaf::Holds1024 => on_dynify_stack::<1088>(by_dynify::leaf(leaf)),
            Leaf::Holds16384 => on_dynify_stack::<16448>(by_dynify::leaf(leaf)),
        },
        Contestant::DynifyHeap => on_dynify_heap(by_dynify::leaf(leaf)),
        Contestant::Stackfuture => match leaf {
            Leaf::Ready | Leaf::Suspends(_) => on_stackfuture::<64>(by_stackfuture::leaf(leaf)),
            Leaf::Holds64 => on_stackfuture::<128>(by_stackfuture::leaf(leaf)),
            Leaf::Holds1024 => on_stackfuture::<1088>(by_stackfuture::leaf(leaf)),
            Leaf::Holds16384 => on_stackfuture::<16448>(by_stackfuture::leaf(leaf)),
        },
        Contestant::BoxFuture => on_boxed(boxed::leaf(leaf)),
    }
}

pub fn on_known_type(object: impl floor::Call + 'static) -> Run {
    run!(object, |object, calls| block_on(async { sum!(calls, x => object.call(x)) }))
}

pub fn on_poll_object(object: Box<dyn poll::Call>) -> Run {
    run!(object, |object, calls| block_on(async {
        sum!(calls, x => poll_fn(|context| object.poll_call(context, x)))
    }))
}

/// Calls whatever implements the trait: the object type itself, and bindings.
pub async fn through(object: &mut (impl inline::Call + ?Sized), calls: u64) -> u64 {
    sum!(calls, x => object.call(x))
}

/// Calls an object as it is, inside a scope that is there for all calls.
pub fn in_scope(object: Box<dyn inline::Call>) -> Run {
    run!((object, HeapArena::new()), |both, calls| {
        let (object, arena) = &mut both;
        block_on(within(arena, through(&mut **object, calls)))
    })
}

pub fn on_heap_place(object: Box<dyn inline::Call>) -> Run {
    run!((object, HeapPlace::new()), |both, calls| {
        let (object, place) = &mut both;
        block_on(in_place(&mut **object, place, calls))
    })
}

async fn in_place(
    object: &mut dyn inline::Call,
    place: &mut (impl ObjectPlace + ?Sized),
    calls: u64,
) -> u64 {
    sum!(calls, x => object.call(x).in_place(&mut *place).unwrap_or_else(|_| no_room()))
}

fn on_binding<const N: usize>(leaf: Leaf) -> Run {
    run!(inline::leaf(leaf), |object, calls| bind::<N>(&mut *object, calls))
}

pub fn bind<const N: usize>(object: &mut dyn inline::Call, calls: u64) -> Outcome {
    let place = pin!(InlinePlace::<N>::new());
    let mut object = Placed::new_in(object, place).unwrap_or_else(|_| no_room());
    let mut outcome = block_on(through(&mut object, calls));
    outcome.frame += size_of::<InlinePlace<N>>() + size_of_val(&object);
    outcome
}

fn on_inline_place<const N: usize>(leaf: Leaf) -> Run {
    run!(inline::leaf(leaf), |object, calls| put_in_place::<N>(&mut *object, calls))
}

pub fn put_in_place<const N: usize>(object: &mut dyn inline::Call, calls: u64) -> Outcome {
    block_on(async {
        let mut place = pin!(InlinePlace::<N>::new());
        sum!(calls, x => object.call(x).in_place(place.as_mut()).unwrap_or_else(|_| no_room()))
    })
}

pub fn on_async_trait(object: Box<dyn by_async_trait::Call>) -> Run {
    run!(object, |object, calls| block_on(async { sum!(calls, x => object.call(x)) }))
}

pub fn on_dynosaur(object: Box<by_dynosaur::DynCall<'static>>) -> Run {
    run!(object, |object, calls| block_on(async {
        use by_dynosaur::Call;
        sum!(calls, x => object.call(x))
    }))
}

pub fn on_dynify_stack<const N: usize>(object: Box<dyn by_dynify::DynCall>) -> Run {
    run!(object, |object, calls| block_on(async {
        let mut buffer = [MaybeUninit::<u8>::uninit(); N];
        sum!(calls, x => object.call(x).init(&mut buffer))
    }))
}

pub fn on_dynify_heap(object: Box<dyn by_dynify::DynCall>) -> Run {
    run!((object, Vec::<MaybeUninit<u8>>::new()), |both, calls| block_on(async {
        let (object, buffer) = &mut both;
        sum!(calls, x => object.call(x).init(&mut *buffer))
    }))
}

pub fn on_stackfuture<const SIZE: usize>(object: Box<dyn by_stackfuture::Call<SIZE>>) -> Run {
    run!(object, |object, calls| block_on(async { sum!(calls, x => object.call(x)) }))
}

pub fn on_boxed(object: Box<dyn boxed::Call>) -> Run {
    run!(object, |object, calls| block_on(async { sum!(calls, x => object.call(x)) }))
}

#[cold]
pub fn no_room() -> ! {
    panic!("the places are as large as the machines")
}
