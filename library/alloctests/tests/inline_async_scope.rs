use std::alloc::{AllocError, Allocator, Global, Layout};
use std::cell::{Cell, RefCell};
use std::future::inline_async::{HeapArena, InlineCall, within};
use std::future::poll_fn;
use std::mem;
use std::pin::{Pin, pin};
use std::ptr::NonNull;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

trait Work {
    inline async fn work(&self, suspends: u32) -> u32;
}

/// A machine of a little more than `N` bytes.
struct Holding<const N: usize>;

impl<const N: usize> Work for Holding<N> {
    async fn work(&self, suspends: u32) -> u32 {
        let held = [1u8; N];
        for _ in 0..suspends {
            let mut first = true;
            poll_fn(|_| if mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await;
        }
        held.iter().map(|&byte| u32::from(byte)).sum()
    }
}

/// Keeps the layouts of what is allocated and has not been deallocated, up to so many.
#[derive(Clone)]
struct Recorder {
    layouts: Arc<Mutex<Vec<Layout>>>,
    most: usize,
}

impl Recorder {
    fn new() -> Self {
        Recorder { layouts: Arc::default(), most: usize::MAX }
    }

    fn sizes(&self) -> Vec<usize> {
        self.layouts.lock().unwrap().iter().map(Layout::size).collect()
    }

    fn is_alone(&self) -> bool {
        Arc::strong_count(&self.layouts) == 1
    }
}

// SAFETY: memory is had from the global allocator, and given back there.
unsafe impl Allocator for Recorder {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        let mut layouts = self.layouts.lock().unwrap();
        if layouts.len() == self.most {
            return Err(AllocError);
        }
        layouts.push(layout);
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, memory: NonNull<u8>, layout: Layout) {
        let mut layouts = self.layouts.lock().unwrap();
        let index = layouts.iter().position(|&other| other == layout);
        layouts.remove(index.expect("the layout is the same"));
        // SAFETY: the caller's promise.
        unsafe { Global.deallocate(memory, layout) }
    }
}

fn finish<F: Future>(future: F) -> F::Output {
    let (mut future, mut cx) = (pin!(future), Context::from_waker(Waker::noop()));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

type Call<'a> = Pin<Box<InlineCall<&'a dyn Work, (u32,), u32>>>;

async fn begin(work: &dyn Work) -> Call<'_> {
    let mut call = Box::pin(work.work(1));
    poll_fn(|cx| Poll::Ready(assert!(call.as_mut().poll(cx).is_pending()))).await;
    call
}

async fn begin_many(work: &dyn Work, count: usize) -> Vec<Call<'_>> {
    let mut calls = Vec::new();
    for _ in 0..count {
        calls.push(begin(work).await);
    }
    calls
}

#[test]
fn an_arena_is_empty_at_first() {
    let recorder = Recorder::new();
    let mut arena = HeapArena::new_in(recorder.clone());
    assert_eq!(finish(within(&mut arena, async { 1 })), 1);
    // What fits the call asks for no memory.
    let small: &dyn Work = &Holding::<0>;
    assert_eq!(finish(within(&mut arena, small.work(0))), 0);
    assert_eq!(recorder.sizes(), []);
    assert_eq!(format!("{arena:?}"), "HeapArena { .. }");
    drop(arena);
    assert!(recorder.is_alone());
    drop((HeapArena::new(), HeapArena::default()));
}

#[test]
fn chunks_double() {
    let recorder = Recorder::new();
    let mut arena = HeapArena::new_in(recorder.clone());
    let work: &dyn Work = &Holding::<500>;
    let calls = finish(within(&mut arena, begin_many(work, 200)));
    let sizes = recorder.sizes();
    assert_eq!(sizes[..6], [1, 2, 4, 8, 16, 32].map(|kilobytes| kilobytes << 10));
    assert!(sizes.len() > 6 && sizes[6..].iter().all(|&size| size == 32 << 10));

    // They are kept, and suffice for as many calls again.
    drop(calls);
    let calls = finish(within(&mut arena, begin_many(work, 200)));
    assert_eq!(recorder.sizes(), sizes);
    for call in calls {
        assert_eq!(finish(call), 500);
    }
    drop(arena);
    assert_eq!(recorder.sizes(), []);
    assert!(recorder.is_alone());
}

#[test]
fn one_chunk_serves_any_number_of_calls() {
    let recorder = Recorder::new();
    let work: &dyn Work = &Holding::<200>;
    finish(within(HeapArena::new_in(recorder.clone()), async {
        for suspends in 0..100 {
            assert_eq!(work.work(suspends % 4).await, 200);
        }
        // One that is on top of the other at any time.
        let mut below = begin(work).await;
        for _ in 0..100 {
            let above = begin(work).await;
            assert_eq!(below.await, 200);
            below = above;
        }
        assert_eq!(recorder.sizes(), [1024]);
    }));
    assert_eq!(recorder.sizes(), []);
}

#[test]
fn a_large_call_has_a_large_chunk() {
    let recorder = Recorder::new();
    let mut arena = HeapArena::new_in(recorder.clone());
    let (large, small): (&dyn Work, &dyn Work) = (&Holding::<130_000>, &Holding::<500>);
    for _ in 0..3 {
        assert_eq!(finish(within(&mut arena, large.work(1))), 130_000);
        assert_eq!(finish(within(&mut arena, small.work(1))), 500);
    }
    // A power of two, so that calls that are ever larger need few of them.
    assert_eq!(recorder.sizes(), [128 << 10]);
    // No larger than others are, when it is full.
    let mut calls = finish(within(&mut arena, begin_many(large, 1)));
    calls.extend(finish(within(&mut arena, begin_many(small, 10))));
    assert_eq!(recorder.sizes()[1..], [32 << 10]);
}

#[test]
fn what_the_allocator_has_not_comes_from_the_program_s() {
    let recorder = Recorder { most: 2, ..Recorder::new() };
    let mut arena = HeapArena::new_in(recorder.clone());
    let work: &dyn Work = &Holding::<500>;
    let calls = finish(within(&mut arena, begin_many(work, 50)));
    assert_eq!(recorder.sizes(), [1024, 2048]);
    for call in calls {
        assert_eq!(finish(call), 500);
    }
    drop(arena);
    assert_eq!(recorder.sizes(), []);
}

#[test]
fn the_last_call_frees_its_chunk() {
    let recorder = Recorder::new();
    let work: &dyn Work = &Holding::<200>;
    let (mut calls, before) = finish(within(HeapArena::new_in(recorder.clone()), async {
        (begin_many(work, 20).await, recorder.sizes())
    }));
    assert!(before.len() > 2);
    assert_eq!(recorder.sizes(), before, "each has a call in it");

    // The first one is in the first chunk, with three others at most.
    for call in calls.drain(..4) {
        assert_eq!(finish(call), 200);
    }
    assert!(!recorder.sizes().contains(&1024));
    let leaked = calls.pop();
    drop(calls);
    assert_eq!(recorder.sizes().len(), 1);
    drop(leaked);
    assert_eq!(recorder.sizes(), []);
    assert!(recorder.is_alone());
}

#[test]
fn the_future_goes_before_its_arena() {
    thread_local! {
        static ORDER: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
    }

    struct Note(&'static str);

    impl Drop for Note {
        fn drop(&mut self) {
            ORDER.with_borrow_mut(|order| order.push(self.0));
        }
    }

    #[derive(Clone)]
    struct Noting(#[allow(dead_code)] Arc<Note>);

    // SAFETY: memory is had from the global allocator, and given back there.
    unsafe impl Allocator for Noting {
        fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
            Global.allocate(layout)
        }

        unsafe fn deallocate(&self, memory: NonNull<u8>, layout: Layout) {
            ORDER.with_borrow_mut(|order| order.push("chunk"));
            // SAFETY: the caller's promise.
            unsafe { Global.deallocate(memory, layout) }
        }
    }

    let work: &dyn Work = &Holding::<200>;
    let arena = HeapArena::new_in(Noting(Arc::new(Note("allocator"))));
    let polled = Cell::new(false);
    let mut future = Box::pin(within(arena, async {
        let _note = Note("future");
        let call = begin(work).await;
        polled.set(true);
        call.await + begin(work).await.await
    }));
    let mut cx = Context::from_waker(Waker::noop());
    assert!(future.as_mut().poll(&mut cx).is_ready() && polled.get());
    // When it is done its arena is still there.
    assert_eq!(ORDER.take(), ["future"]);
    drop(future);
    assert_eq!(ORDER.take(), ["chunk", "allocator"]);
}
