//! Workload (d): decorators around decorators, all of them trait objects.

use std::future::inline_async::HeapPlaced;

use objects::apart::Apart;
use objects::floor::Layer;
use objects::{
    Leaf, Ready, Suspends, boxed, by_async_trait, by_dynify, by_dynosaur, by_stackfuture, inline,
    poll,
};

use crate::calls::{
    bind, in_scope, on_async_trait, on_boxed, on_dynify_heap, on_dynify_stack, on_dynosaur,
    on_heap_place, on_known_type, on_poll_object, on_stackfuture, put_in_place, run, through,
};
use crate::case::{Case, Contestant, Run};
use crate::executor::block_on;

/// What is at the end of a chain: ready at once, or suspended, so that each poll goes down it.
const ENDS: [(&str, Leaf); 2] = [("ready", Leaf::Ready), ("suspend-4", Leaf::Suspends(4))];

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for depth in [1, 4, 16] {
        for (name, end) in ENDS {
            for contestant in Contestant::ALL {
                let workload = format!("d-chain-{depth}-{name}");
                cases.push(Case::new(workload, contestant, move || make(contestant, depth, end)));
            }
        }
    }
    cases
}

/// The depths at which the growth of the cost of a poll is looked at.
pub const DEPTHS: [usize; 7] = [1, 2, 4, 8, 16, 32, 64];

/// Whose growth it is.
pub const CONTESTANTS_OF_SCALE: [Contestant; 5] = [
    Contestant::PollObject,
    Contestant::DirectCall,
    Contestant::HeapBinding,
    Contestant::AsyncTrait,
    Contestant::DynifyHeap,
];

/// Chains of all depths whose end suspends so often that polls are all that counts.
pub fn cases_of_scale() -> Vec<Case> {
    let mut cases = Vec::new();
    for depth in DEPTHS {
        for contestant in CONTESTANTS_OF_SCALE {
            for suspensions in [0, 64] {
                let end = Leaf::Suspends(suspensions);
                let workload = format!("depth-{depth}-suspend-{suspensions}");
                let case = Case::new(workload, contestant, move || make(contestant, depth, end));
                cases.push(Case { calls: 100, counted: 100, ..case });
            }
        }
    }
    cases
}

type L4<I> = Layer<Layer<Layer<Layer<I>>>>;

fn l4<I>(object: I) -> L4<I> {
    Layer(Layer(Layer(Layer(object))))
}

fn known_type(depth: usize, object: impl objects::floor::Call + 'static) -> Run {
    match depth {
        1 => on_known_type(Layer(object)),
        4 => on_known_type(l4(object)),
        16 => on_known_type(l4(l4(l4(l4(object))))),
        _ => unreachable!("the depths of the workloads are 1, 4 and 16"),
    }
}

/// The same, each of which is not inlined into the next.
fn known_type_apart(depth: usize, object: impl objects::floor::Call + 'static) -> Run {
    match depth {
        1 => on_known_type(a1(object)),
        4 => on_known_type(a4(object)),
        16 => on_known_type(a4(a4(a4(a4(object))))),
        _ => unreachable!("the depths of the workloads are 1, 4 and 16"),
    }
}

type A1<I> = Apart<Layer<I>>;

fn a1<I>(object: I) -> A1<I> {
    Apart(Layer(object))
}

fn a4<I>(object: I) -> A1<A1<A1<A1<I>>>> {
    a1(a1(a1(a1(object))))
}

fn make(contestant: Contestant, depth: usize, end: Leaf) -> Run {
    match contestant {
        Contestant::Floor => match end {
            Leaf::Suspends(times) => known_type(depth, Suspends::new(times)),
            _ => known_type(depth, Ready::default()),
        },
        Contestant::CoroutineCall => match end {
            Leaf::Suspends(times) => known_type_apart(depth, Apart(Suspends::new(times))),
            _ => known_type_apart(depth, Apart(Ready::default())),
        },
        Contestant::PollObject => on_poll_object(poll::chain(depth, end)),
        Contestant::DirectCall => run!(inline::chain_direct(depth, end), |object, calls| {
            block_on(through(&mut *object, calls))
        }),
        Contestant::Scope => in_scope(inline::chain_direct(depth, end)),
        Contestant::HeapBinding => {
            let object = inline::chain_heap_binding(depth, end);
            run!(HeapPlaced::new(object), |object, calls| block_on(through(&mut object, calls)))
        }
        Contestant::InlineBinding => {
            run!(inline::chain_inline_binding(depth, end), |object, calls| {
                bind::<{ inline::SMALL }>(&mut *object, calls)
            })
        }
        Contestant::InHeapPlace => on_heap_place(inline::chain_in_heap_place(depth, end)),
        Contestant::InInlinePlace => {
            run!(inline::chain_in_inline_place(depth, end), |object, calls| {
                put_in_place::<{ inline::SMALL }>(&mut *object, calls)
            })
        }
        Contestant::AsyncTrait => on_async_trait(by_async_trait::chain(depth, end)),
        Contestant::Dynosaur => on_dynosaur(by_dynosaur::chain(depth, end)),
        Contestant::DynifyStack => {
            on_dynify_stack::<{ by_dynify::SMALL }>(by_dynify::chain_fixed(depth, end))
        }
        Contestant::DynifyHeap => on_dynify_heap(by_dynify::chain_growing(depth, end)),
        Contestant::Stackfuture => on_stackfuture::<64>(by_stackfuture::chain(depth, end)),
        Contestant::BoxFuture => on_boxed(boxed::chain(depth, end)),
    }
}
