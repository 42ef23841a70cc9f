//! Workloads (k) and (l): calls of `&self` methods, one after the other and many at once.

use std::future::inline_async::{HeapArena, HeapPlace, HeapPlaced, InlinePlace, Placed, within};
use std::future::poll_fn;
use std::mem::MaybeUninit;
use std::pin::{Pin, pin};
use std::task::Poll;

use dynify::Dynify;
use objects::apart::Apart;
use objects::shared::{self, Counts, SIZE};

use crate::calls::{no_room, run, sum};
use crate::case::{Case, Contestant, Run};
use crate::executor::block_on;

/// Those whose objects can be called many times at once, each with as much memory as it needs. The
/// others are an object that is its own state machine, and a future of a size that is chosen once
/// for all methods.
const CONTESTANTS: [Contestant; 9] = [
    Contestant::Floor,
    Contestant::CoroutineCall,
    Contestant::DirectCall,
    Contestant::Scope,
    Contestant::HeapBinding,
    Contestant::AsyncTrait,
    Contestant::Dynosaur,
    Contestant::DynifyHeap,
    Contestant::BoxFuture,
];

/// Those and the ones whose memory has a size that is chosen by the caller.
const CONTESTANTS_ONE_BY_ONE: [Contestant; 13] = [
    Contestant::Floor,
    Contestant::CoroutineCall,
    Contestant::DirectCall,
    Contestant::Scope,
    Contestant::HeapBinding,
    Contestant::InlineBinding,
    Contestant::InHeapPlace,
    Contestant::InInlinePlace,
    Contestant::AsyncTrait,
    Contestant::Dynosaur,
    Contestant::DynifyStack,
    Contestant::DynifyHeap,
    Contestant::BoxFuture,
];

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for contestant in CONTESTANTS_ONE_BY_ONE {
        cases.push(Case::new("k-shared-1", contestant, move || one_by_one(contestant)));
    }
    let workloads: [(&str, u64, fn(Contestant) -> Run); 2] =
        [("k-shared-64", 64, reads_at_once), ("l-small-beside-large", 100, small_at_once)];
    for (workload, at_once, make) in workloads {
        for contestant in CONTESTANTS {
            let case = Case::new(workload, contestant, move || make(contestant));
            let calls = at_once * 16;
            cases.push(Case { calls, counted: calls, warm_up: at_once, ..case });
        }
    }
    cases
}

/// Calls of one object, one after the other.
fn one_by_one(contestant: Contestant) -> Run {
    async fn through(object: &(impl shared::Reads + ?Sized), calls: u64) -> u64 {
        sum!(calls, x => object.read(x))
    }

    macro_rules! plainly {
        ($object:expr) => {
            run!($object, |object, calls| {
                let object = &object;
                block_on(async { sum!(calls, x => object.read(x)) })
            })
        };
    }

    match contestant {
        Contestant::Floor => {
            use shared::Static;
            plainly!(Counts::default())
        }
        Contestant::CoroutineCall => {
            use shared::Static;
            plainly!(Apart(Counts::default()))
        }
        Contestant::DirectCall => plainly!(shared::inline()),
        Contestant::Scope => run!((shared::inline(), HeapArena::new()), |both, calls| {
            let (object, arena) = &mut both;
            block_on(within(arena, through(&**object, calls)))
        }),
        Contestant::HeapBinding => plainly!(HeapPlaced::new(shared::inline())),
        Contestant::InlineBinding => run!(shared::inline(), |object, calls| block_on(async {
            let place = pin!(InlinePlace::<SIZE>::new());
            let bound = Placed::new_in(&mut *object, place).unwrap_or_else(|_| no_room());
            through(&bound, calls).await
        })),
        Contestant::InHeapPlace => {
            run!((shared::inline(), HeapPlace::new()), |both, calls| block_on(async {
                let (object, place) = &mut both;
                sum!(calls, x => object.read(x).in_place(&mut *place).unwrap_or_else(|_| no_room()))
            }))
        }
        Contestant::InInlinePlace => run!(shared::inline(), |object, calls| block_on(async {
            let mut place = pin!(InlinePlace::<SIZE>::new());
            sum!(calls, x => object.read(x).in_place(place.as_mut()).unwrap_or_else(|_| no_room()))
        })),
        Contestant::AsyncTrait => plainly!(shared::by_async_trait()),
        Contestant::Dynosaur => {
            use shared::Dynosaur;
            plainly!(shared::by_dynosaur())
        }
        Contestant::DynifyStack => run!(shared::dynified(), |object, calls| block_on(async {
            let mut buffer = [MaybeUninit::<u8>::uninit(); 64];
            sum!(calls, x => object.read(x).init(&mut buffer))
        })),
        Contestant::DynifyHeap => {
            let buffer = Vec::<MaybeUninit<u8>>::new();
            run!((shared::dynified(), buffer), |both, calls| block_on(async {
                let (object, buffer) = &mut both;
                sum!(calls, x => object.read(x).init(&mut *buffer))
            }))
        }
        Contestant::BoxFuture => plainly!(shared::boxed()),
        _ => unreachable!("only those of the list are made"),
    }
}

/// Makes the runs of a workload in which `$AT_ONCE` calls of one object run at once.
macro_rules! at_once {
    ($make:ident, $AT_ONCE:literal, $Static:ident, $Trait:ident, $Dynosaur:ident,
     |$object:ident, $x:ident| $call:expr,
     [$floor:expr, $apart:expr, $inline:expr, $async_trait:expr, $dynosaur:expr, $dynified:expr,
      $boxed:expr]) => {
        fn $make(contestant: Contestant) -> Run {
            async fn through($object: &(impl shared::$Trait + ?Sized), calls: u64) -> u64 {
                all::<$AT_ONCE, _>(calls, |$x| $call).await
            }

            macro_rules! plainly {
                ($made:expr) => {
                    run!($made, |object, calls| {
                        let $object = &object;
                        block_on(all::<$AT_ONCE, _>(calls, |$x| $call))
                    })
                };
            }

            match contestant {
                Contestant::Floor => {
                    use shared::$Static;
                    plainly!($floor)
                }
                Contestant::CoroutineCall => {
                    use shared::$Static;
                    plainly!($apart)
                }
                Contestant::DirectCall => plainly!($inline),
                Contestant::Scope => run!(($inline, HeapArena::new()), |both, calls| {
                    let (object, arena) = &mut both;
                    block_on(within(arena, through(&**object, calls)))
                }),
                Contestant::HeapBinding => plainly!(HeapPlaced::new($inline)),
                Contestant::AsyncTrait => plainly!($async_trait),
                Contestant::Dynosaur => {
                    use shared::$Dynosaur;
                    plainly!($dynosaur)
                }
                Contestant::DynifyHeap => {
                    let buffers = [const { Vec::<MaybeUninit<u8>>::new() }; $AT_ONCE];
                    run!(($dynified, buffers), |both, calls| block_on(async {
                        let ($object, buffers) = &mut both;
                        let mut sum = 0_u64;
                        for round in 0..calls / $AT_ONCE {
                            let mut running = pin!(Running([const { None }; $AT_ONCE]));
                            let slots = running.as_mut().slots().zip(&mut *buffers);
                            for ((slot, buffer), i) in slots.zip(0..) {
                                let $x = round * $AT_ONCE + i;
                                let mut slot = slot;
                                slot.set(Some($call.init(buffer)));
                            }
                            sum = sum.wrapping_add(running.finish().await);
                        }
                        sum
                    }))
                }
                Contestant::BoxFuture => plainly!($boxed),
                _ => unreachable!("only those of the list are made"),
            }
        }
    };
}

at_once!(
    reads_at_once,
    64,
    Static,
    Reads,
    Dynosaur,
    |object, x| object.wait(x),
    [
        Counts::default(),
        Apart(Counts::default()),
        shared::inline(),
        shared::by_async_trait(),
        shared::by_dynosaur(),
        shared::dynified(),
        shared::boxed()
    ]
);

at_once!(
    small_at_once,
    100,
    StaticStore,
    Stores,
    DynosaurStore,
    |object, x| object.small(x),
    [
        Counts::default(),
        Apart(Counts::default()),
        shared::inline_store(),
        shared::by_async_trait_store(),
        shared::by_dynosaur_store(),
        shared::dynified_store(),
        shared::boxed_store()
    ]
);

/// The sum of what a number of calls give, `N` of which run at once.
async fn all<const N: usize, F: Future<Output = u64>>(calls: u64, make: impl Fn(u64) -> F) -> u64 {
    let mut sum = 0_u64;
    let mut running = pin!(Running([const { None::<F> }; N]));
    for round in 0..calls / N as u64 {
        for (i, mut slot) in running.as_mut().slots().enumerate() {
            slot.set(Some(make(round * N as u64 + i as u64)));
        }
        sum = sum.wrapping_add(running.as_mut().finish().await);
    }
    sum
}

/// Futures that run at once, in the frame of whoever waits for all of them.
struct Running<F, const N: usize>([Option<F>; N]);

impl<F: Future<Output = u64>, const N: usize> Running<F, N> {
    fn slots(self: Pin<&mut Self>) -> impl Iterator<Item = Pin<&mut Option<F>>> {
        // SAFETY: the futures are pinned with the whole, and not moved.
        let slots = unsafe { self.get_unchecked_mut() }.0.iter_mut();
        // SAFETY: as above.
        slots.map(|slot| unsafe { Pin::new_unchecked(slot) })
    }

    /// The sum of what they give. Each is dropped when it is ready.
    async fn finish(mut self: Pin<&mut Self>) -> u64 {
        let mut sum = 0_u64;
        poll_fn(|context| {
            let mut is_pending = false;
            for mut slot in self.as_mut().slots() {
                let Some(future) = slot.as_mut().as_pin_mut() else { continue };
                match future.poll(context) {
                    Poll::Pending => is_pending = true,
                    Poll::Ready(value) => {
                        sum = sum.wrapping_add(value);
                        slot.set(None);
                    }
                }
            }
            if is_pending { Poll::Pending } else { Poll::Ready(()) }
        })
        .await;
        sum
    }
}
