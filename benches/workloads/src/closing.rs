//! Workload (f): an object is made, and closed by a method that consumes it.

use std::future::inline_async::{HeapPlace, InlinePlace, Placed};
use std::future::poll_fn;
use std::mem::MaybeUninit;
use std::pin::pin;

use dynify::Dynify;
use objects::apart::NotInlined;
use objects::closing::{self, Connection, Static};

use crate::calls::{no_room, sum};
use crate::case::{Case, Contestant, Run};
use crate::executor::block_on;

/// Those that can consume an object. A bare box cannot be closed with this feature: a binding can.
const CONTESTANTS: [Contestant; 10] = [
    Contestant::Floor,
    Contestant::CoroutineCall,
    Contestant::PollObject,
    Contestant::HeapBinding,
    Contestant::InlineBinding,
    Contestant::AsyncTrait,
    Contestant::DynifyStack,
    Contestant::DynifyHeap,
    Contestant::Stackfuture,
    Contestant::BoxFuture,
];

pub fn cases() -> Vec<Case> {
    let case = |contestant| Case::new("f-close", contestant, move || make(contestant));
    CONTESTANTS.into_iter().map(case).collect()
}

fn make(contestant: Contestant) -> Run {
    Box::new(match contestant {
        Contestant::Floor => {
            |calls| block_on(async { sum!(calls, x => Static::close(Connection::new(x))) })
        }
        Contestant::CoroutineCall => |calls| {
            block_on(async { sum!(calls, x => NotInlined(Static::close(Connection::new(x)))) })
        },
        Contestant::PollObject => |calls| {
            block_on(async {
                sum!(calls, x => async {
                    let mut object = closing::polled(x);
                    poll_fn(|context| object.poll_close(context)).await
                })
            })
        },
        Contestant::HeapBinding => |calls| {
            block_on(async {
                let mut place = HeapPlace::new();
                sum!(calls, x => {
                    let bound = Placed::new_in(closing::inline(x), &mut place);
                    bound.unwrap_or_else(|_| no_room()).close()
                })
            })
        },
        Contestant::InlineBinding => |calls| {
            block_on(async {
                let mut place = pin!(InlinePlace::<{ closing::SIZE }>::new());
                sum!(calls, x => {
                    let bound = Placed::new_in(closing::inline(x), place.as_mut());
                    bound.unwrap_or_else(|_| no_room()).close()
                })
            })
        },
        Contestant::AsyncTrait => {
            |calls| block_on(async { sum!(calls, x => closing::by_async_trait(x).close()) })
        }
        Contestant::DynifyStack => |calls| {
            block_on(async {
                let mut buffer = [MaybeUninit::<u8>::uninit(); 64];
                sum!(calls, x => closing::dynified(x).close().init(&mut buffer))
            })
        },
        Contestant::DynifyHeap => |calls| {
            block_on(async {
                let mut buffer = Vec::<MaybeUninit<u8>>::new();
                sum!(calls, x => closing::dynified(x).close().init(&mut buffer))
            })
        },
        Contestant::Stackfuture => {
            |calls| block_on(async { sum!(calls, x => closing::stacked(x).close()) })
        }
        Contestant::BoxFuture => {
            |calls| block_on(async { sum!(calls, x => closing::boxed(x).close()) })
        }
        _ => unreachable!("only those of the list are made"),
    })
}
