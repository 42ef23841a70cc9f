//@ run-pass
//@ edition: 2024
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// A heap place keeps its memory from one reservation to the next, also where a call was leaked in
// it before its first poll: nothing is pinned there. Only where a running call was leaked it lets
// the memory go, for good and with its allocator.

#![feature(inline_async_fn, inline_async, allocator_api)]

use std::alloc::{AllocError, Allocator, Global, Layout};
use std::cell::Cell;
use std::future::inline_async::{HeapPlace, Placed, placeable};
use std::future::pending;
use std::mem::forget;
use std::pin::Pin;
use std::ptr::NonNull;
use std::rc::Rc;
use std::task::{Context, Waker};

/// Counts the allocations, those that are freed, and the allocators that are dropped.
#[derive(Default)]
struct Counts([Cell<u32>; 3]);

impl Counts {
    fn add(&self, index: usize) {
        self.0[index].set(self.0[index].get() + 1);
    }

    fn get(&self) -> [u32; 3] {
        self.0.each_ref().map(Cell::get)
    }
}

struct Counting(Rc<Counts>);

// SAFETY: all is forwarded to `Global`.
unsafe impl Allocator for Counting {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        self.0.add(0);
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, memory: NonNull<u8>, layout: Layout) {
        self.0.add(1);
        // SAFETY: as the caller promises.
        unsafe { Global.deallocate(memory, layout) }
    }
}

impl Drop for Counting {
    fn drop(&mut self) {
        self.0.add(2);
    }
}

#[placeable]
trait Work {
    inline async fn work(&mut self, argument: Rc<u32>);
    inline async fn shared(&self);
}

struct Worker<const ROOM: usize>;

impl<const ROOM: usize> Work for Worker<ROOM> {
    async fn work(&mut self, argument: Rc<u32>) {
        let room = [1u8; ROOM];
        pending::<()>().await;
        drop((room, argument));
    }

    async fn shared(&self) {
        pending::<()>().await;
    }
}

fn leak_running(mut call: impl Future<Output = ()> + Unpin) {
    assert!(Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop())).is_pending());
    forget(call);
}

fn main() {
    let argument = Rc::new(7);
    let small: &mut dyn Work = &mut Worker::<1>;
    let large: &mut dyn Work = &mut Worker::<500>;

    let counts = Rc::new(Counts::default());
    let mut place = HeapPlace::new_in(Counting(Rc::clone(&counts)));
    for _ in 0..3 {
        forget(large.work(argument.clone()).in_place(&mut place).unwrap());
        forget(small.work(argument.clone()).in_place(&mut place).unwrap());
        drop(large.work(argument.clone()).in_place(&mut place).unwrap());

        let mut binding = Placed::new_in(&mut *large, &mut place).unwrap();
        forget(binding.work(argument.clone()));
        forget(binding.shared());
        drop(binding);
    }
    // What waited is leaked, and nothing else.
    assert_eq!(Rc::strong_count(&argument), 1 + 9);
    assert_eq!(counts.get(), [1, 0, 0]);
    drop(place);
    assert_eq!(counts.get(), [1, 1, 1]);

    let counts = Rc::new(Counts::default());
    let mut place = HeapPlace::new_in(Counting(Rc::clone(&counts)));
    leak_running(small.shared().in_place(&mut place).unwrap());
    assert_eq!(counts.get(), [1, 0, 0]);
    forget(small.shared().in_place(&mut place).unwrap());
    assert_eq!(counts.get(), [2, 0, 0]);
    // It grows: what is too small is freed, and what waited there is forgotten with it.
    drop(large.work(argument.clone()).in_place(&mut place).unwrap());
    leak_running(large.work(argument.clone()).in_place(&mut place).unwrap());
    assert_eq!(counts.get(), [3, 1, 0]);
    // Also where less is asked for than before.
    leak_running(small.shared().in_place(&mut place).unwrap());
    assert_eq!(counts.get(), [4, 1, 0]);
    drop(place);
    assert_eq!(counts.get(), [4, 1, 0]);

    // That of two defaults is the same.
    drop(small.shared().in_place(HeapPlace::default()).unwrap());
}
