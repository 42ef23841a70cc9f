//! Workload (j): calls with no argument, with two, with six, and with one that is passed in memory.

use std::future::inline_async::{HeapArena, HeapPlace, HeapPlaced, InlinePlace, Placed, within};
use std::future::poll_fn;
use std::mem::MaybeUninit;
use std::pin::pin;

use dynify::Dynify;
use objects::apart::Apart;
use objects::arguments::{self, LARGE, SIZE, SMALL, Sums};

use crate::calls::{no_room, run, sum};
use crate::case::{Case, Contestant, Run};
use crate::executor::block_on;

/// Cases and the function that makes them, for a method and the arguments that it is called with.
macro_rules! workload {
    ($make:ident, $Buffer:expr, |$x:ident, $object:ident| $call:expr,
     |$context:ident, $polled:ident| $poll:expr) => {
        fn $make(contestant: Contestant) -> Run {
            /// Calls whatever implements the trait: the object type itself, and bindings.
            async fn through<A>($object: &mut A, calls: u64) -> u64
            where
                A: arguments::Arguments + ?Sized,
            {
                sum!(calls, $x => $call)
            }

            match contestant {
                Contestant::Floor => {
                    use arguments::Static;
                    run!(Sums::default(), |$object, calls| {
                        block_on(async { sum!(calls, $x => $call) })
                    })
                }
                Contestant::CoroutineCall => {
                    use arguments::Static;
                    run!(Apart(Sums::default()), |$object, calls| {
                        block_on(async { sum!(calls, $x => $call) })
                    })
                }
                Contestant::PollObject => run!(arguments::polled(), |$polled, calls| {
                    block_on(async { sum!(calls, $x => poll_fn(|$context| $poll)) })
                }),
                Contestant::DirectCall => run!(arguments::inline(), |object, calls| {
                    block_on(through(&mut *object, calls))
                }),
                Contestant::Scope => run!((arguments::inline(), HeapArena::new()), |both, calls| {
                    let (object, arena) = &mut both;
                    block_on(within(arena, through(&mut **object, calls)))
                }),
                Contestant::HeapBinding => {
                    run!(HeapPlaced::new(arguments::inline()), |object, calls| {
                        block_on(through(&mut object, calls))
                    })
                }
                Contestant::InlineBinding => run!(arguments::inline(), |object, calls| {
                    block_on(async {
                        let place = pin!(InlinePlace::<SIZE>::new());
                        let bound = Placed::new_in(&mut *object, place);
                        through(&mut bound.unwrap_or_else(|_| no_room()), calls).await
                    })
                }),
                Contestant::InHeapPlace => {
                    run!((arguments::inline(), HeapPlace::new()), |both, calls| {
                        block_on(async {
                            let ($object, place) = &mut both;
                            sum!(calls, $x => {
                                $call.in_place(&mut *place).unwrap_or_else(|_| no_room())
                            })
                        })
                    })
                }
                Contestant::InInlinePlace => run!(arguments::inline(), |$object, calls| {
                    block_on(async {
                        let mut place = pin!(InlinePlace::<SIZE>::new());
                        sum!(calls, $x => {
                            $call.in_place(place.as_mut()).unwrap_or_else(|_| no_room())
                        })
                    })
                }),
                Contestant::AsyncTrait => run!(arguments::by_async_trait(), |$object, calls| {
                    block_on(async { sum!(calls, $x => $call) })
                }),
                Contestant::Dynosaur => {
                    use arguments::Dynosaur;
                    run!(arguments::by_dynosaur(), |$object, calls| {
                        block_on(async { sum!(calls, $x => $call) })
                    })
                }
                Contestant::DynifyStack => run!(arguments::dynified(), |$object, calls| {
                    block_on(async {
                        let mut buffer = [MaybeUninit::<u8>::uninit(); $Buffer];
                        sum!(calls, $x => $call.init(&mut buffer))
                    })
                }),
                Contestant::DynifyHeap => {
                    let buffer = Vec::<MaybeUninit<u8>>::new();
                    run!((arguments::dynified(), buffer), |both, calls| block_on(async {
                        let ($object, buffer) = &mut both;
                        sum!(calls, $x => $call.init(&mut *buffer))
                    }))
                }
                Contestant::Stackfuture => run!(arguments::stacked(), |$object, calls| {
                    block_on(async { sum!(calls, $x => $call) })
                }),
                Contestant::BoxFuture => run!(arguments::boxed(), |$object, calls| {
                    block_on(async { sum!(calls, $x => $call) })
                }),
            }
        }
    };
}

workload!(none, SMALL, |_x, object| object.none(), |context, object| { object.poll_none(context) });
workload!(two, SMALL, |x, object| object.two(x, x + 1), |context, object| {
    object.poll_two(context, x, x + 1)
});
workload!(six, SMALL, |x, object| object.six(x, x + 1, x, x, x, x), |context, object| {
    object.poll_six(context, x, x + 1, x, x, x, x)
});
workload!(large, LARGE, |x, object| object.large([x; 16]), |context, object| {
    object.poll_large(context, &[x; 16])
});

pub fn cases() -> Vec<Case> {
    let workloads: [(&str, fn(Contestant) -> Run); 4] = [
        ("j-arguments-0", none),
        ("j-arguments-2", two),
        ("j-arguments-6", six),
        ("j-arguments-memory", large),
    ];
    let mut cases = Vec::new();
    for (workload, make) in workloads {
        for contestant in Contestant::ALL {
            cases.push(Case::new(workload, contestant, move || make(contestant)));
        }
    }
    cases
}
