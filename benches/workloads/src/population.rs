//! Scale: the memory of many objects at once, idle and in the middle of a call.

use std::future::inline_async::{HeapPlaced, InlinePlace, Placed, layout_for};
use std::future::poll_fn;
use std::mem::MaybeUninit;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use dynify::Dynify;
use objects::{
    Leaf, Suspends, boxed, by_async_trait, by_dynify, by_dynosaur, by_stackfuture, inline, poll,
};

use crate::case::Contestant;

/// A task that owns an object and is in the middle of a call of it.
type Task = Pin<Box<dyn Future<Output = u64>>>;

/// Contestants whose objects can be counted by the thousand.
pub const CONTESTANTS: [Contestant; 10] = [
    Contestant::PollObject,
    Contestant::DirectCall,
    Contestant::HeapBinding,
    Contestant::InlineBinding,
    Contestant::AsyncTrait,
    Contestant::Dynosaur,
    Contestant::DynifyStack,
    Contestant::DynifyHeap,
    Contestant::Stackfuture,
    Contestant::BoxFuture,
];

/// Bytes of the object that is counted here, and of its machine.
pub const OBJECT_AND_MACHINE: (usize, usize) =
    (size_of::<Suspends>(), layout_for::<Suspends, dyn inline::Call>().size());

/// Makes many objects, ready to be called, and gives something that keeps them.
pub fn idle(contestant: Contestant, count: usize) -> Box<dyn std::any::Any> {
    const LEAF: Leaf = Leaf::Suspends(1);
    fn many<T: 'static>(count: usize, make: impl Fn() -> T) -> Box<dyn std::any::Any> {
        let mut objects = Vec::with_capacity(count);
        objects.extend((0..count).map(|_| make()));
        Box::new(objects)
    }
    match contestant {
        Contestant::PollObject => many(count, || poll::leaf(LEAF)),
        Contestant::HeapBinding => many(count, || HeapPlaced::new(inline::leaf(LEAF))),
        Contestant::AsyncTrait => many(count, || by_async_trait::leaf(LEAF)),
        Contestant::Dynosaur => many(count, || by_dynosaur::leaf(LEAF)),
        Contestant::DynifyStack | Contestant::DynifyHeap => many(count, || by_dynify::leaf(LEAF)),
        Contestant::Stackfuture => many(count, || by_stackfuture::leaf::<64>(LEAF)),
        Contestant::BoxFuture => many(count, || boxed::leaf(LEAF)),
        _ => many(count, || inline::leaf(LEAF)),
    }
}

/// Makes many tasks that are in the middle of a call.
pub fn running(contestant: Contestant, count: usize) -> Box<dyn std::any::Any> {
    let mut context = Context::from_waker(Waker::noop());
    let mut tasks = Vec::with_capacity(count);
    tasks.extend((0..count).map(|_| {
        let mut task = task(contestant);
        assert!(task.as_mut().poll(&mut context) == Poll::Pending);
        task
    }));
    Box::new(tasks)
}

fn task(contestant: Contestant) -> Task {
    const LEAF: Leaf = Leaf::Suspends(1);
    match contestant {
        Contestant::PollObject => {
            let mut object = poll::leaf(LEAF);
            Box::pin(async move { poll_fn(|context| object.poll_call(context, 1)).await })
        }
        Contestant::HeapBinding => {
            let mut object = HeapPlaced::new(inline::leaf(LEAF));
            Box::pin(async move { object.call(1).await })
        }
        Contestant::InlineBinding => {
            let mut object = inline::leaf(LEAF);
            Box::pin(async move {
                let place = pin!(InlinePlace::<{ inline::SMALL }>::new());
                let bound = Placed::new_in(&mut *object, place);
                let mut bound = bound.unwrap_or_else(|_| crate::calls::no_room());
                bound.call(1).await
            })
        }
        Contestant::AsyncTrait => {
            let mut object = by_async_trait::leaf(LEAF);
            Box::pin(async move { object.call(1).await })
        }
        Contestant::Dynosaur => {
            let mut object = by_dynosaur::leaf(LEAF);
            Box::pin(async move { by_dynosaur::Call::call(&mut *object, 1).await })
        }
        Contestant::DynifyStack => {
            let mut object = by_dynify::leaf(LEAF);
            Box::pin(async move {
                let mut buffer = [MaybeUninit::<u8>::uninit(); by_dynify::SMALL];
                object.call(1).init(&mut buffer).await
            })
        }
        Contestant::DynifyHeap => {
            let mut object = by_dynify::leaf(LEAF);
            Box::pin(async move {
                let mut buffer = Vec::<MaybeUninit<u8>>::new();
                object.call(1).init(&mut buffer).await
            })
        }
        Contestant::Stackfuture => {
            let mut object = by_stackfuture::leaf::<64>(LEAF);
            Box::pin(async move { object.call(1).await })
        }
        Contestant::BoxFuture => {
            let mut object = boxed::leaf(LEAF);
            Box::pin(async move { object.call(1).await })
        }
        _ => {
            let mut object = inline::leaf(LEAF);
            Box::pin(async move { object.call(1).await })
        }
    }
}
