//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ needs-threads
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A trait with a `poll` method is implemented over a binding: without `unsafe`, by a type that has
// a name and is `Send` and `Unpin`, without an allocation an item, and on whatever thread it is
// polled.

#![feature(allocator_api, inline_async_fn, inline_async)]

use std::alloc::{Global, GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::future::inline_async::{HeapPlaced, OwnedCall, Placed};
use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};
use std::thread;

thread_local!(static ALLOCATIONS: Cell<u32> = const { Cell::new(0) });

struct Counting;

// SAFETY: all is the system allocator's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

trait Lines: Send {
    inline async fn line(&mut self, width: usize) -> Option<[u8; 48]>;
}

struct Counted(u8);

impl Lines for Counted {
    async fn line(&mut self, width: usize) -> Option<[u8; 48]> {
        let mut line = [b' '; 48];
        let mut first = true;
        poll_fn(|_| if mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await;
        self.0 = self.0.checked_sub(1)?;
        line[width] = b'0' + self.0;
        Some(line)
    }
}

trait PollNext {
    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<char>>;
}

enum Reader {
    Idle(HeapPlaced<Box<dyn Lines>>),
    Busy(OwnedCall<Box<dyn Lines>, Global, (usize,), Option<[u8; 48]>>),
    Ended,
}

impl PollNext for Reader {
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<char>> {
        let mut call = match mem::replace(&mut *self, Reader::Ended) {
            Reader::Idle(lines) => Placed::into_call(lines, |lines| lines.line(7)),
            Reader::Busy(call) => call,
            Reader::Ended => return Poll::Ready(None),
        };
        let Poll::Ready((lines, line)) = Pin::new(&mut call).poll(cx) else {
            *self = Reader::Busy(call);
            return Poll::Pending;
        };
        if line.is_some() {
            *self = Reader::Idle(lines);
        }
        Poll::Ready(line.map(|line| char::from(line[7])))
    }
}

/// Knows nothing of objects.
struct Collect<S>(S, String);

impl<S: PollNext + Unpin> Future for Collect<S> {
    type Output = String;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<String> {
        let Collect(items, all) = &mut *self;
        while let Some(item) = ready!(Pin::new(&mut *items).poll_next(cx)) {
            all.push(item);
        }
        Poll::Ready(mem::take(all))
    }
}

fn main() {
    let lines: Box<dyn Lines> = Box::new(Counted(5));
    let mut all = Collect(Reader::Idle(HeapPlaced::new(lines)), String::with_capacity(8));
    let poll = move || {
        let before = ALLOCATIONS.get();
        let poll = Pin::new(&mut all).poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(ALLOCATIONS.get() - before, 0);
        (poll, all)
    };
    let (first, mut all) = poll();
    assert!(first.is_pending());
    assert_eq!(all.1, "");
    let text = thread::spawn(move || {
        loop {
            let mut cx = Context::from_waker(Waker::noop());
            if let Poll::Ready(text) = Pin::new(&mut all).poll(&mut cx) {
                return text;
            }
        }
    });
    assert_eq!(text.join().unwrap(), "43210");
}
