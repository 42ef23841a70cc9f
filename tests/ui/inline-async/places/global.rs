//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// `Global` is a place of which each reservation is an allocation: for as long as a binding lives,
// or until a call in it is dropped or done. What is freed is what was allocated, with its layout;
// where a call was leaked nothing is freed. It takes no room, so that a binding on the heap has
// three words.

#![feature(inline_async_fn, inline_async, allocator_api)]

use std::alloc::{Global, GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::future::inline_async::{HeapPlaced, ObjectPlace, Placed, layout_for, placeable};
use std::future::poll_fn;
use std::mem::{forget, replace};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// The layouts of the last few allocations that are not freed.
struct Recording;

type Record = [Option<(usize, Layout)>; 8];

thread_local! {
    static IS_RECORDING: Cell<bool> = const { Cell::new(false) };
    static LIVE: Cell<Record> = const { Cell::new([None; 8]) };
    static WRONGLY_FREED: Cell<Option<Layout>> = const { Cell::new(None) };
}

// SAFETY: all is forwarded to `System`.
unsafe impl GlobalAlloc for Recording {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        let memory = unsafe { System.alloc(layout) };
        if IS_RECORDING.get() {
            let mut live = LIVE.get();
            *live.iter_mut().find(|entry| entry.is_none()).unwrap() = Some((memory.addr(), layout));
            LIVE.set(live);
        }
        memory
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        if IS_RECORDING.get() {
            let mut live = LIVE.get();
            let freed = Some((memory.addr(), layout));
            match live.iter_mut().find(|entry| **entry == freed) {
                Some(entry) => *entry = None,
                None => WRONGLY_FREED.set(Some(layout)),
            }
            LIVE.set(live);
        }
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static RECORDING: Recording = Recording;

#[track_caller]
fn assert_live<const N: usize>(expected: [Layout; N]) {
    IS_RECORDING.set(false);
    assert_eq!(WRONGLY_FREED.get(), None);
    let live: Vec<Layout> = LIVE.get().into_iter().flatten().map(|(_, layout)| layout).collect();
    assert_eq!(live, expected);
    drop(live);
    IS_RECORDING.set(true);
}

#[placeable]
trait Work {
    inline async fn work(&mut self) -> usize;
}

#[placeable]
trait End {
    inline async fn end(self) -> usize;
}

struct Worker<const ROOM: usize>;

impl<const ROOM: usize> Work for Worker<ROOM> {
    async fn work(&mut self) -> usize {
        let room = [1u8; ROOM];
        let mut done = false;
        poll_fn(|_| if replace(&mut done, true) { Poll::Ready(()) } else { Poll::Pending }).await;
        room.iter().map(|byte| usize::from(*byte)).sum()
    }
}

impl<const ROOM: usize> End for Worker<ROOM> {
    async fn end(self) -> usize {
        ROOM
    }
}

fn poll<F: Future + Unpin>(call: &mut F) -> Poll<F::Output> {
    Pin::new(call).poll(&mut Context::from_waker(Waker::noop()))
}

fn bindings<const ROOM: usize>() {
    let machine = layout_for::<Worker<ROOM>, dyn Work>();
    let mut worker = Worker::<ROOM>;
    let mut binding = HeapPlaced::new(&mut worker as &mut dyn Work);
    assert_live([machine]);
    for _ in 0..3 {
        let mut call = binding.work();
        assert!(poll(&mut call).is_pending());
        assert_eq!(poll(&mut call), Poll::Ready(ROOM));
        drop(call);
        // Cancelled.
        assert!(poll(&mut binding.work()).is_pending());
        drop(binding.work());
        assert_live([machine]);
    }
    drop(binding);
    assert_live([]);

    let binding = HeapPlaced::new(&mut worker as &mut dyn Work);
    let (_, _place): (_, Global) = Placed::into_inner(binding);
    assert_live([]);

    let object = Box::new(Worker::<ROOM>) as Box<dyn End>;
    let mut call = HeapPlaced::new(object).end();
    assert_live([layout_for::<Worker<ROOM>, dyn End>()]);
    assert_eq!(poll(&mut call), Poll::Ready(ROOM));
    drop(call);
    assert_live([]);
}

fn calls<const ROOM: usize>() {
    let object: &mut dyn Work = &mut Worker::<ROOM>;
    let machine = layout_for::<Worker<ROOM>, dyn Work>();
    let mut call = object.work().in_place(Global).unwrap();
    assert_live([machine]);
    assert!(poll(&mut call).is_pending());
    assert_eq!(poll(&mut call), Poll::Ready(ROOM));
    drop(call);
    assert_live([]);
    drop(object.work().in_place(Global).unwrap());
    assert_live([]);

    // One place, and more than one reservation.
    let mut place = Global;
    let mut call = object.work().in_place(&mut place).unwrap();
    assert!(poll(&mut call).is_pending());
    forget(call);
    forget(object.work().in_place(&mut place).unwrap());
    drop(object.work().in_place(&mut place).unwrap());
    assert_live([machine, machine]);
    LIVE.set([None; 8]);
}

fn layouts_below_a_tag() {
    for layout in [Layout::new::<()>(), Layout::new::<u8>(), Layout::new::<[usize; 0]>()] {
        let memory = Global.reserve(layout).unwrap();
        assert_live([Layout::new::<usize>()]);
        // SAFETY: a place hands out no less than a word, which is zero, and nobody else uses it.
        unsafe {
            assert_eq!(memory.cast::<usize>().read(), 0);
            Global.release(memory, layout);
        }
        assert_live([]);
    }
    // There can be none, and nobody is asked.
    let most = Layout::from_size_align(isize::MAX as usize, 1).unwrap();
    assert!(Global.reserve(most).unwrap_err().to_string().ends_with("no memory left"));
    assert_live([]);
}

const _: () = assert!(size_of::<HeapPlaced<Box<dyn Work>>>() == size_of::<[usize; 3]>());

fn main() {
    IS_RECORDING.set(true);
    bindings::<1>();
    bindings::<300>();
    calls::<1>();
    calls::<300>();
    layouts_below_a_tag();
    IS_RECORDING.set(false);
}
