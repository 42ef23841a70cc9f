use std::cell::Cell;
use std::future::inline_async::{Arena, InlineCall, within};
use std::future::{poll_fn, ready};
use std::mem;
use std::ops::Range;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

trait Work {
    /// Suspends so often, and says where its memory is each time it is polled.
    inline async fn work(&self, suspends: u32, address: &Cell<usize>) -> u32;
}

/// What the machine holds.
struct Holding<T>(T);

impl<T: Copy> Work for Holding<T> {
    async fn work(&self, suspends: u32, address: &Cell<usize>) -> u32 {
        let held = self.0;
        for _ in 0..suspends {
            let mut first = true;
            poll_fn(|_| {
                address.set((&raw const held).addr());
                if mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }
            })
            .await;
        }
        suspends
    }
}

#[derive(Clone, Copy)]
#[repr(align(64))]
struct Line(#[allow(dead_code)] [u8; 64]);

/// Its machine is as small as that of a method which suspends can be.
struct Small;

struct Once(bool);

impl Future for Once {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Work for Small {
    async fn work(&self, _suspends: u32, address: &Cell<usize>) -> u32 {
        let once = Once(false);
        address.set((&raw const once).addr());
        once.await;
        1
    }
}

fn poll<F: Future + ?Sized>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

fn finish<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = poll(future.as_mut()) {
            return output;
        }
    }
}

fn range<const SIZE: usize>(arena: &Arena<SIZE>) -> Range<usize> {
    let start = (&raw const *arena).addr();
    start..start + size_of::<Arena<SIZE>>()
}

/// Where a call is that is polled for the first time here.
async fn probe(work: &dyn Work) -> usize {
    let address = Cell::new(0);
    let mut call = pin!(work.work(1, &address));
    poll_fn(|cx| Poll::Ready(assert!(call.as_mut().poll(cx).is_pending()))).await;
    call.await;
    address.get()
}

#[test]
fn arenas() {
    assert_eq!(align_of::<Arena<1>>(), 16);
    assert_eq!(align_of::<Arena<1, 1>>(), align_of::<u64>().max(align_of::<usize>()));
    assert_eq!(align_of::<Arena<64, 4096>>(), 4096);
    assert!(size_of::<Arena<4096>>() <= 4096 + 64);
    assert_eq!(format!("{:?}", Arena::<100>::new()), "Arena { size: 100, align: 16, .. }");
    let _ = Arena::<0>::default();
}

#[test]
fn a_static_arena_is_taken_once() {
    static ARENA: Arena<512> = Arena::new();

    let mut arena = ARENA.take().unwrap();
    assert!(ARENA.take().is_none());
    let there = range(&*arena);
    for _ in 0..3 {
        assert!(there.contains(&finish(within(arena.as_mut(), probe(&Holding([0u64; 16]))))));
    }
}

#[test]
fn within_is_a_future() {
    let arena = pin!(Arena::<64>::new());
    let mut future = within(arena, ready(7));
    assert_eq!(format!("{future:?}"), "Within { .. }");
    assert_eq!(poll(Pin::new(&mut future)), Poll::Ready(7));
    let arena = pin!(Arena::<64>::new());
    assert_eq!(finish(async { within(arena, async { 8 }).await }), 8);
}

#[test]
fn calls_are_in_the_arena() {
    let mut arena = pin!(Arena::<512>::new());
    let there = range(&arena);
    let large: &dyn Work = &Holding([0u64; 16]);
    assert!(there.contains(&finish(within(arena.as_mut(), probe(large)))));
    assert!(!there.contains(&finish(probe(large))));

    finish(within(arena.as_mut(), async {
        // One is in the place of the one before.
        let first = probe(large).await;
        assert_eq!(first, probe(large).await);

        // Two at once, and one for which there is no room.
        let addresses = [const { Cell::new(0) }; 3];
        let mut calls: Vec<_> =
            addresses.iter().map(|address| Box::pin(large.work(2, address))).collect();
        poll_fn(|cx| {
            assert!(calls.iter_mut().all(|call| call.as_mut().poll(cx).is_pending()));
            Poll::Ready(())
        })
        .await;
        let is_there = |cell: &Cell<usize>| there.contains(&cell.get());
        assert_eq!(addresses.each_ref().map(is_there), [true, true, false]);
        assert!(addresses[0].get().abs_diff(addresses[1].get()) >= 128);

        // The first one's place is had by the next.
        drop(calls.remove(0));
        let again = Cell::new(0);
        let mut call = pin!(large.work(1, &again));
        poll_fn(|cx| Poll::Ready(assert!(call.as_mut().poll(cx).is_pending()))).await;
        assert_eq!(again.get(), addresses[0].get());
    }));
}

#[test]
fn a_small_call_is_in_itself() {
    let mut arena = pin!(Arena::<512>::new());
    let there = range(&arena);
    assert!(!there.contains(&finish(within(arena.as_mut(), probe(&Small)))));
}

#[test]
fn alignment() {
    let mut arena = pin!(Arena::<1024>::new());
    let there = range(&arena);
    let line: &dyn Work = &Holding(Line([0; 64]));
    let other: &dyn Work = &Holding([0u32; 33]);
    finish(within(arena.as_mut(), async {
        for _ in 0..10 {
            let address = Cell::new(0);
            let mut call = pin!(other.work(3, &address));
            poll_fn(|cx| Poll::Ready(assert!(call.as_mut().poll(cx).is_pending()))).await;
            assert!(there.contains(&address.get()));
            let address = probe(line).await;
            assert_eq!(address % 64, 0);
            assert!(there.contains(&address));
            call.await;
        }
    }));
}

#[test]
fn the_innermost_scope() {
    let (mut outer, mut inner) = (pin!(Arena::<1024>::new()), pin!(Arena::<1024>::new()));
    let (is_outer, is_inner) = (range(&outer), range(&inner));
    let large: &dyn Work = &Holding([0u64; 16]);
    finish(within(outer.as_mut(), async {
        assert!(is_outer.contains(&probe(large).await));
        let address = Cell::new(0);
        let mut call = pin!(large.work(3, &address));
        poll_fn(|cx| Poll::Ready(assert!(call.as_mut().poll(cx).is_pending()))).await;
        within(inner.as_mut(), async {
            assert!(is_inner.contains(&probe(large).await));
            poll_fn(|cx| Poll::Ready(assert!(call.as_mut().poll(cx).is_pending()))).await;
            assert!(is_outer.contains(&address.get()));
        })
        .await;
        assert!(is_outer.contains(&probe(large).await));
        assert_eq!(call.await, 3);
    }));
}

#[test]
fn another_context_is_outside() {
    let mut arena = pin!(Arena::<512>::new());
    let there = range(&arena);
    let large: &dyn Work = &Holding([0u64; 16]);
    let mut outside = pin!(probe(large));
    let outside = poll_fn(|cx| outside.as_mut().poll(&mut Context::from_waker(cx.waker())));
    assert!(!there.contains(&finish(within(arena.as_mut(), outside))));
}

#[test]
fn a_call_outlives_its_scope() {
    let mut arena = pin!(Arena::<512>::new());
    let there = range(&arena);
    let large: &dyn Work = &Holding([0u64; 16]);
    let address = Cell::new(0);
    let mut call: Pin<Box<InlineCall<_, _, _>>> = Box::pin(large.work(2, &address));
    finish(within(
        arena.as_mut(),
        poll_fn(|cx| Poll::Ready(assert!(call.as_mut().poll(cx).is_pending()))),
    ));
    assert!(poll(call.as_mut()).is_pending());
    assert!(there.contains(&address.get()));
    // In another scope of the same arena it is beside others.
    finish(within(arena.as_mut(), async {
        assert_ne!(probe(large).await, address.get());
        assert_eq!(call.as_mut().await, 2);
    }));
}
