//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: holds.rs

// A scope that is used for ever allocates a few chunks and nothing after that, whatever its first
// chunks are full of: calls that live long, or calls that are larger than these chunks. Calls that are
// each a little larger than the one before share a chunk.

#![feature(inline_async_fn, inline_async)]

extern crate holds;

use std::future::inline_async::{HeapArena, within};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use holds::{Holds, Work, allocations};

trait Layer {
    inline async fn nest(&self, depth: u32) -> u32;
}

/// Calls itself, and holds `N` bytes meanwhile.
struct Nest<'a, const N: usize>(Option<&'a dyn Layer>);

impl<const N: usize> Layer for Nest<'_, N> {
    async fn nest(&self, depth: u32) -> u32 {
        let held = std::hint::black_box([1_u8; N]);
        let this: &dyn Layer = self.0.unwrap_or(self);
        let below = if depth == 0 { 0 } else { this.nest(depth - 1).await };
        holds::suspend().await;
        below + u32::from(std::hint::black_box(&held)[N - 1])
    }
}

fn run<F: Future>(mut future: Pin<&mut F>) -> F::Output {
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

/// Asserts that doing it for ever allocates nothing after some rounds.
#[track_caller]
fn settles(mut round: impl FnMut()) {
    for _ in 0..10 {
        round();
    }
    let before = allocations();
    for _ in 0..1000 {
        round();
    }
    assert_eq!(allocations(), before);
}

/// Objects whose calls are larger than any chunk of small ones, each by a word.
macro_rules! ever_larger {
    ($($words:literal)*) => {
        [$(&Nest::<{ 40_000 + 8 * $words }>(None) as &dyn Layer),*]
    };
}

fn main() {
    let mut arena = HeapArena::new();
    let before = allocations();
    for large in ever_larger!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15) {
        assert_eq!(run(pin!(within(&mut arena, large.nest(0)))), 1);
    }
    assert_eq!(allocations() - before, 1);

    // Large calls after small ones inside one another.
    let mut arena = HeapArena::new();
    let small: &dyn Layer = &Nest::<800>(None);
    assert_eq!(run(pin!(within(&mut arena, small.nest(6)))), 7);
    let inner = Nest::<16000>(Some(small));
    let large: &dyn Layer = &Nest::<16000>(Some(&inner));
    settles(|| assert_eq!(run(pin!(within(&mut arena, large.nest(1)))), 2));

    // Deep calls on top of a few that stay.
    fn trunk(depth: u32) -> Pin<Box<dyn Future<Output = ()>>> {
        Box::pin(async move {
            let work: &dyn Work = &Holds::<100>;
            let mut stays = pin!(work.work(1));
            std::future::poll_fn(|cx| {
                assert!(stays.as_mut().poll(cx).is_pending());
                Poll::Ready(())
            })
            .await;
            if depth > 0 {
                return trunk(depth - 1).await;
            }
            let branch: &dyn Layer = &Nest::<200>(None);
            for depth in 0..30 {
                branch.nest(5 * depth).await;
            }
            let before = allocations();
            for round in 0..300 {
                branch.nest(5 * (round % 30)).await;
            }
            // What is as deep as before finds room.
            assert_eq!(allocations(), before);
        })
    }
    run(pin!(within(HeapArena::new(), trunk(30))));

    // Bursts of calls at once beside calls that stay.
    let work: &dyn Work = &Holds::<220>;
    let mut stay: Vec<_> = (0..8).map(|_| Box::pin(work.work(2))).collect();
    let mut bursts: Vec<_> = (0..40).map(|_| None).collect();
    let bursts = async {
        for call in &mut stay {
            std::future::poll_fn(|cx| Poll::Ready(assert!(call.as_mut().poll(cx).is_pending()))).await;
        }
        let mut before = 0;
        for round in 0..1000 {
            for slot in &mut bursts {
                *slot = Some(work.work(1));
                // SAFETY: it is not moved before it is dropped.
                let call = unsafe { Pin::new_unchecked(slot.as_mut().unwrap()) };
                let mut call = Some(call);
                std::future::poll_fn(|cx| {
                    Poll::Ready(assert!(call.as_mut().unwrap().as_mut().poll(cx).is_pending()))
                })
                .await;
            }
            bursts.fill_with(|| None);
            if round == 10 {
                before = allocations();
            }
        }
        assert_eq!(allocations(), before);
    };
    run(pin!(within(HeapArena::new(), bursts)));
}
