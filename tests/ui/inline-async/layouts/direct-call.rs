//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic

// A direct call is a machine: the address of its table, a tag and room for six words, aligned for a
// `u64`, or as much as its arguments need to wait there. A future that takes no more and is aligned to
// no more runs in the call; any other has memory elsewhere, from the first poll until it is done.

#![feature(inline_async_fn, inline_async)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::future::inline_async::InlineCall;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

thread_local! {
    static LIVE: Cell<i32> = const { Cell::new(0) };
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

trait Work {
    inline async fn work(&self);
    inline async fn with_words(&self, words: [usize; 10]);
    inline async fn with_aligned(&self, aligned: Wide);
}

#[derive(Clone, Copy)]
#[repr(align(64))]
struct Wide(#[allow(dead_code)] [u8; 64]);

/// It is the alignment alone that is too much.
#[derive(Clone, Copy)]
#[repr(align(32))]
struct Aligned;

/// Suspends once, and holds an `H`.
struct Once<H>(bool, #[allow(dead_code)] H);

impl<H: Unpin> Future for Once<H> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

/// The future of each method holds an `H`.
struct Holds<H>(H);

impl<H: Copy + Unpin> Work for Holds<H> {
    fn work(&self) -> impl Future<Output = ()> {
        Once(false, self.0)
    }

    fn with_words(&self, _: [usize; 10]) -> impl Future<Output = ()> {
        Once(false, self.0)
    }

    fn with_aligned(&self, _: Wide) -> impl Future<Output = ()> {
        Once(false, self.0)
    }
}

const WORD: usize = size_of::<usize>();

type Call<Args> = InlineCall<&'static dyn Work, Args, ()>;

/// The size of a call, for that of its machine: the address of a table stands beside it.
const fn size_around(machine: usize, align: usize) -> usize {
    WORD.next_multiple_of(align) + machine.next_multiple_of(align)
}

const ALIGN: usize = if align_of::<u64>() > WORD { align_of::<u64>() } else { WORD };
const _: () = assert!(align_of::<Call<()>>() == ALIGN);
const _: () = assert!(size_of::<Call<()>>() == size_around(7 * WORD, ALIGN));
// Tag, receiver and words.
const _: () = assert!(size_of::<Call<([usize; 10],)>>() == size_around(12 * WORD, ALIGN));
const _: () = assert!(align_of::<Call<(Wide,)>>() == 64);

/// How many allocations a call has while it runs.
fn allocations(call: impl Future<Output = ()>) -> i32 {
    let before = LIVE.get();
    let mut call = pin!(call);
    let mut cx = Context::from_waker(Waker::noop());
    assert_eq!(LIVE.get(), before);
    assert!(call.as_mut().poll(&mut cx).is_pending());
    let running = LIVE.get() - before;
    assert!(call.as_mut().poll(&mut cx).is_ready());
    assert_eq!(LIVE.get(), before);
    running
}

fn main() {
    // One word more is for the future's own state. (Where a `u64` is aligned to two words, there is
    // room for seven.)
    let (six, eight): (&dyn Work, &dyn Work) = (&Holds([0_usize; 5]), &Holds([0_usize; 7]));
    assert_eq!((allocations(six.work()), allocations(eight.work())), (0, 1));
    let aligned: &dyn Work = &Holds(0_u64);
    assert_eq!(allocations(aligned.work()), 0);
    let wide: &dyn Work = &Holds(Wide([0; 64]));
    assert_eq!(allocations(wide.work()), 1);
    let aligned_more: &dyn Work = &Holds(Aligned);
    assert_eq!(allocations(aligned_more.work()), 1);

    // What takes no more than the arguments did.
    assert_eq!(allocations(eight.with_words([0; 10])), 0);
    assert_eq!(allocations(aligned_more.with_words([0; 10])), 1);
    assert_eq!(allocations(aligned_more.with_aligned(Wide([0; 64]))), 0);
}
