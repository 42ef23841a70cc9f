//@ run-pass
//@ edition: 2024

// Calls come and go in any order: first in, first out; from the middle; at random. Their memory is
// had again whatever the order, is aligned, never that of two calls at once, and all of it is back
// in the end: an `Arena` in a frame would abort otherwise.

#![feature(inline_async_fn, inline_async)]
#![forbid(unsafe_code)]

use std::cell::Cell;
use std::future::inline_async::{Arena, InlineCall, within};
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

trait Fill {
    /// Fills memory of its own with the value, and looks each time it is polled whether it is still
    /// there; when it is told to end, it ends.
    inline async fn fill(&self, value: u8, end: &Cell<u8>);
}

#[derive(Clone, Copy)]
#[repr(align(64))]
struct Aligned([u8; 64]);

struct Bytes<const N: usize>;

impl<const N: usize> Fill for Bytes<N> {
    async fn fill(&self, value: u8, end: &Cell<u8>) {
        let mut held = [value; N];
        poll_fn(|_| {
            assert!(held.iter().all(|&byte| byte == value));
            held.fill(value);
            if end.get() == value { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        assert_eq!(held[N - 1], value);
    }
}

struct Lines;

impl Fill for Lines {
    async fn fill(&self, value: u8, end: &Cell<u8>) {
        let held = Aligned([value; 64]);
        poll_fn(|_| {
            assert_eq!((&raw const held).addr() % 64, 0);
            assert!(held.0.iter().all(|&byte| byte == value));
            if end.get() == value { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        assert_eq!(held.0[63], value);
    }
}

type Call<'a> = Pin<Box<InlineCall<&'a (dyn Fill + 'a), (u8, &'a Cell<u8>), ()>>>;

/// Begins a call of each size and alignment by turns, at most as many as `most`; lets one end that
/// `choose` says, by finishing or dropping it.
async fn churn(most: usize, mut choose: impl FnMut(usize) -> usize) {
    let objects: [&dyn Fill; 5] =
        [&Bytes::<50>, &Bytes::<100>, &Lines, &Bytes::<333>, &Bytes::<64>];
    let end = Cell::new(0);
    let mut calls: Vec<(u8, Call<'_>)> = Vec::new();
    for round in 0..if cfg!(miri) { 60 } else { 2000 } {
        let value = (round % 250) as u8 + 1;
        let mut call: Call<'_> = Box::pin(objects[round % 5].fill(value, &end));
        poll_fn(|cx| Poll::Ready(assert!(call.as_mut().poll(cx).is_pending()))).await;
        calls.push((value, call));
        if calls.len() == most {
            let (value, mut call) = calls.remove(choose(most));
            if round % 3 != 0 {
                end.set(value);
                poll_fn(|cx| Poll::Ready(assert!(call.as_mut().poll(cx).is_ready()))).await;
                end.set(0);
            }
        }
        for (_, call) in &mut calls {
            poll_fn(|cx| Poll::Ready(assert!(call.as_mut().poll(cx).is_pending()))).await;
        }
    }
}

fn main() {
    let mut arena = pin!(Arena::<4096, 64>::new());
    let mut random = 1u32;
    let mut random = move |count| {
        random = random.wrapping_mul(1664525).wrapping_add(1013904223);
        (random >> 16) as usize % count
    };
    let mut cx = Context::from_waker(Waker::noop());
    let mut run = |most, choose: &mut dyn FnMut(usize) -> usize| {
        let future = within(arena.as_mut(), churn(most, choose));
        assert!(pin!(future).poll(&mut cx).is_ready());
    };
    run(6, &mut |_| 0);
    run(6, &mut |count| count - 1);
    run(6, &mut |count| count / 2);
    run(9, &mut random);
    // More than the arena has room for: some are on the heap.
    run(40, &mut random);
}
