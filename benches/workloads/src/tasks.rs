//! Workload (g): 1,000 tasks on two threads, each with an object that is `Send`.
//!
//! One call is a call of one of the objects, which lets other tasks run.

use std::future::inline_async::{HeapArena, HeapPlace, HeapPlaced, InlinePlace, Placed, within};
use std::future::poll_fn;
use std::mem::MaybeUninit;
use std::pin::pin;

use dynify::Dynify;
use objects::apart::NotInlined;
use objects::tasks::{self, Static};
use tokio::runtime::Builder;
use tokio::task::JoinSet;

use crate::calls::{no_room, sum};
use crate::case::{Case, Contestant, Outcome, Run};

const TASKS: u64 = 1000;

const CONTESTANTS: [Contestant; 14] = [
    Contestant::Floor,
    Contestant::CoroutineCall,
    Contestant::PollObject,
    Contestant::DirectCall,
    Contestant::Scope,
    Contestant::HeapBinding,
    Contestant::InlineBinding,
    Contestant::InHeapPlace,
    Contestant::AsyncTrait,
    Contestant::Dynosaur,
    Contestant::DynifyStack,
    Contestant::DynifyHeap,
    Contestant::Stackfuture,
    Contestant::BoxFuture,
];

pub fn cases() -> Vec<Case> {
    let case = |contestant| Case {
        calls: 16 * TASKS,
        counted: 8 * TASKS,
        ..Case::new("g-tasks", contestant, move || make(contestant))
    };
    CONTESTANTS.into_iter().map(case).collect()
}

fn make(contestant: Contestant) -> Run {
    match contestant {
        Contestant::Floor => of(async |calls| {
            let mut object = tasks::Yields::default();
            sum!(calls, x => object.call(x))
        }),
        Contestant::CoroutineCall => of(async |calls| {
            let mut object = tasks::Yields::default();
            sum!(calls, x => NotInlined(object.call(x)))
        }),
        Contestant::PollObject => of(async |calls| {
            let mut object = tasks::polled();
            sum!(calls, x => poll_fn(|context| object.poll_call(context, x)))
        }),
        Contestant::DirectCall => of(async |calls| {
            let mut object = tasks::inline();
            sum!(calls, x => object.call(x))
        }),
        Contestant::Scope => of(|calls| {
            within(HeapArena::new(), async move {
                let mut object = tasks::inline();
                sum!(calls, x => object.call(x))
            })
        }),
        Contestant::HeapBinding => of(async |calls| {
            let mut object = HeapPlaced::new(tasks::inline());
            sum!(calls, x => object.call(x))
        }),
        Contestant::InlineBinding => of(async |calls| {
            let place = pin!(InlinePlace::<{ tasks::SIZE }>::new());
            let bound = Placed::new_in(tasks::inline(), place);
            let mut object = bound.unwrap_or_else(|_| no_room());
            sum!(calls, x => object.call(x))
        }),
        Contestant::InHeapPlace => of(async |calls| {
            let mut object = tasks::inline();
            let mut place = HeapPlace::new();
            sum!(calls, x => {
                let call = object.call(x).in_place(&mut place);
                call.unwrap_or_else(|_| no_room())
            })
        }),
        Contestant::AsyncTrait => of(async |calls| {
            let mut object = tasks::by_async_trait();
            sum!(calls, x => object.call(x))
        }),
        Contestant::Dynosaur => of(async |calls| {
            let mut object = tasks::by_dynosaur();
            sum!(calls, x => tasks::Dynosaur::call(&mut *object, x))
        }),
        Contestant::DynifyStack => of(async |calls| {
            let mut object = tasks::dynified();
            let mut buffer = [MaybeUninit::<u8>::uninit(); 64];
            sum!(calls, x => object.call(x).init(&mut buffer))
        }),
        Contestant::DynifyHeap => of(async |calls| {
            let mut object = tasks::dynified();
            let mut buffer = Vec::<MaybeUninit<u8>>::new();
            sum!(calls, x => object.call(x).init(&mut buffer))
        }),
        Contestant::Stackfuture => of(async |calls| {
            let mut object = tasks::stacked();
            sum!(calls, x => object.call(x))
        }),
        Contestant::BoxFuture => of(async |calls| {
            let mut object = tasks::boxed();
            sum!(calls, x => object.call(x))
        }),
        _ => unreachable!("only those of the list are made"),
    }
}

/// A run that has every task make its share of the calls.
fn of<F: Future<Output = u64> + Send + 'static>(task: impl Fn(u64) -> F + 'static) -> Run {
    let runtime = Builder::new_multi_thread().worker_threads(2).build();
    let runtime = runtime.expect("the operating system gives a runtime what it needs");
    Box::new(move |calls| {
        let share = calls.div_ceil(TASKS);
        let frame = size_of::<F>() * TASKS as usize;
        let sum = runtime.block_on(async {
            let mut tasks: JoinSet<u64> = (0..TASKS).map(|_| task(share)).collect();
            let mut sum = 0_u64;
            while let Some(result) = tasks.join_next().await {
                sum = sum.wrapping_add(result.expect("no task panics"));
            }
            sum
        });
        Outcome { sum, frame }
    })
}
