//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic

// What `into_call` is given may call another object of the same object type: if its machine is not
// larger it runs in the binding's place, else in memory of its own, which is given back.

#![feature(inline_async_fn, inline_async)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::future::inline_async::{HeapPlaced, OwnedCall, Placed};
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

thread_local! {
    static LIVE: Cell<isize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: everything is the system allocator's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE.set(LIVE.get() + 1);
        // SAFETY: the caller promises what the system's allocator asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        LIVE.set(LIVE.get() - 1);
        // SAFETY: as in `alloc`.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

trait Sum {
    inline async fn sum(&mut self, byte: u8) -> u64;
}

struct Holds<const BYTES: usize>;

impl<const BYTES: usize> Sum for Holds<BYTES> {
    async fn sum(&mut self, byte: u8) -> u64 {
        let held = [byte; BYTES];
        let mut first = true;
        poll_fn(|_| if std::mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await;
        held.iter().map(|&byte| u64::from(byte)).sum()
    }
}

fn poll<F: Future + Unpin>(call: &mut F) -> Poll<F::Output> {
    Pin::new(call).poll(&mut Context::from_waker(Waker::noop()))
}

fn holds<const BYTES: usize>() -> &'static mut dyn Sum {
    Box::leak(Box::new(Holds::<BYTES>))
}

fn main() {
    let mut binding = HeapPlaced::new(Box::new(Holds::<1000>) as Box<dyn Sum>);
    for (other, own, sum) in [(holds::<8>(), 0, 8 * 3), (holds::<5000>(), 1, 5000 * 3)] {
        let live = LIVE.get();
        let mut call = Placed::into_call(binding, |_| other.sum(3));
        assert_eq!(LIVE.get() - live, own);
        assert!(poll(&mut call).is_pending());
        let Poll::Ready((back, output)) = poll(&mut call) else { panic!() };
        assert_eq!((output, LIVE.get()), (sum, live));
        drop(call);
        binding = back;
    }
    // Cancelled as it waits, and as it runs.
    for polls in 0..2 {
        let (live, other) = (LIVE.get(), holds::<5000>());
        let mut call = Placed::into_call(binding, |_| other.sum(3));
        assert_eq!(LIVE.get() - live, 1);
        for _ in 0..polls {
            assert!(poll(&mut call).is_pending());
        }
        binding = OwnedCall::cancel(call);
        assert_eq!(LIVE.get(), live);
    }
    let mut call = binding.sum(1);
    assert!(poll(&mut call).is_pending());
    assert_eq!(poll(&mut call), Poll::Ready(1000));
}
