//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ needs-threads
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// Threads that share a binding make calls at the same time. One of them has the machine and stores
// in its tag that it runs, as the others try to claim it, and frees it, which the next claim is
// ordered after: what a call reads in the machine is what its own call wrote there, never what is
// left of another. (This is for a detector of data races, too.)

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, InlinePlace, ObjectPlace, Placed, placeable};
use std::pin::{Pin, pin};
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::thread;

const THREADS: usize = 3;
const ROUNDS: usize = if cfg!(miri) { 20 } else { 2000 };

#[placeable]
trait Work: Send + Sync {
    inline async fn suspending(&self, by: usize, room: [usize; 4]) -> usize;
    inline async fn ready(&self, by: usize, room: [usize; 4]) -> usize;
    inline async fn by_hand(&self, by: usize, room: [usize; 4]) -> usize;
}

struct Worker(AtomicUsize);

impl Worker {
    fn add(&self, by: usize, room: [usize; 4]) -> usize {
        assert_eq!(room, [by; 4]);
        self.0.fetch_add(by, Ordering::Relaxed);
        by
    }
}

impl Work for Worker {
    async fn suspending(&self, by: usize, room: [usize; 4]) -> usize {
        let mut is_pending = true;
        std::future::poll_fn(|_| {
            if std::mem::take(&mut is_pending) { Poll::Pending } else { Poll::Ready(()) }
        })
        .await;
        self.add(by, room)
    }

    async fn ready(&self, by: usize, room: [usize; 4]) -> usize {
        self.add(by, room)
    }

    fn by_hand(&self, by: usize, room: [usize; 4]) -> impl Future<Output = usize> {
        std::future::poll_fn(move |_| Poll::Ready(self.add(by, room)))
    }
}

/// Polls a call so often, and says how much it has added.
fn run(mut call: impl Future<Output = usize> + Unpin, polls: usize) -> usize {
    for _ in 0..polls {
        if let Poll::Ready(output) =
            Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop()))
        {
            return output;
        }
    }
    0
}

fn check<P: ObjectPlace + Send + Sync>(worker: &Worker, binding: Placed<&dyn Work, P>) {
    let (before, barrier) = (worker.0.load(Ordering::Relaxed), Barrier::new(THREADS));
    let added: usize = thread::scope(|scope| {
        let threads: Vec<_> = (1..=THREADS)
            .map(|by| {
                let (binding, barrier) = (&binding, &barrier);
                scope.spawn(move || {
                    barrier.wait();
                    let mut added = 0;
                    for round in 0..ROUNDS {
                        // Dropped waiting, cancelled, finished.
                        added += run(binding.suspending(by, [by; 4]), round % 4);
                        added += run(binding.ready(by, [by; 4]), round % 2);
                        added += run(binding.by_hand(by, [by; 4]), round % 3);
                    }
                    added
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert!(added > 0);
    assert_eq!(worker.0.load(Ordering::Relaxed), before + added);
}

fn main() {
    let worker = Worker(AtomicUsize::new(0));
    check(&worker, HeapPlaced::new(&worker));
    let place = pin!(InlinePlace::<256>::new());
    check(&worker, Placed::new_in(&worker as &dyn Work, place).unwrap());
}
