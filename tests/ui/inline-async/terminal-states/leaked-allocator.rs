//@ run-pass
//@ edition: 2024
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// A heap place in which a running call was leaked does not drop its allocator, which might free the
// memory of the future that was leaked. One in which none was leaked does, or one that had not been
// polled.

#![feature(inline_async_fn, inline_async, allocator_api)]

use std::alloc::{AllocError, Allocator, Global, Layout};
use std::cell::{Cell, RefCell};
use std::future::inline_async::{HeapPlace, Placed, placeable};
use std::future::pending;
use std::mem::forget;
use std::pin::Pin;
use std::ptr::NonNull;
use std::task::{Context, Waker};

thread_local! {
    static ARENAS_DROPPED: Cell<u32> = const { Cell::new(0) };
    static FREED: Cell<u32> = const { Cell::new(0) };
}

/// Frees all that is left when it is dropped.
#[derive(Default)]
struct Arena(RefCell<Vec<(NonNull<u8>, Layout)>>);

// SAFETY: all is from `Global`, and is freed no earlier than the arena is dropped, which is no
// earlier than an allocator may.
unsafe impl Allocator for Arena {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        let memory = Global.allocate(layout)?;
        self.0.borrow_mut().push((memory.cast(), layout));
        Ok(memory)
    }

    unsafe fn deallocate(&self, memory: NonNull<u8>, layout: Layout) {
        let mut blocks = self.0.borrow_mut();
        let at = blocks.iter().position(|block| *block == (memory, layout)).unwrap();
        blocks.swap_remove(at);
        FREED.set(FREED.get() + 1);
        // SAFETY: it was allocated with this layout, and is not in the arena any longer.
        unsafe { Global.deallocate(memory, layout) }
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        ARENAS_DROPPED.set(ARENAS_DROPPED.get() + 1);
        for (memory, layout) in self.0.take() {
            // SAFETY: as above.
            unsafe { Global.deallocate(memory, layout) }
        }
    }
}

#[placeable]
trait Work {
    inline async fn work(&mut self);
}

struct Worker;

impl Work for Worker {
    async fn work(&mut self) {
        pending().await
    }
}

fn leak_running(mut call: impl Future<Output = ()> + Unpin) {
    assert!(Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop())).is_pending());
    forget(call);
}

fn main() {
    let object: &mut dyn Work = &mut Worker;

    let mut place = HeapPlace::new_in(Arena::default());
    drop(object.work().in_place(&mut place).unwrap());
    forget(object.work().in_place(&mut place).unwrap());
    drop(place);
    assert_eq!((FREED.take(), ARENAS_DROPPED.take()), (1, 1));

    let mut place = HeapPlace::new_in(Arena::default());
    leak_running(object.work().in_place(&mut place).unwrap());
    // The memory that this one has is freed, that of the other is not.
    drop(object.work().in_place(&mut place).unwrap());
    drop(place);
    assert_eq!((FREED.take(), ARENAS_DROPPED.take()), (1, 0));

    // A call that owns its place.
    leak_running(object.work().in_place(HeapPlace::new_in(Arena::default())).unwrap());
    assert_eq!((FREED.take(), ARENAS_DROPPED.take()), (0, 0));

    let mut binding = Placed::new_in(&mut *object, HeapPlace::new_in(Arena::default())).unwrap();
    leak_running(binding.work());
    let (object, place) = Placed::into_inner(binding);
    drop(place);
    assert_eq!((FREED.take(), ARENAS_DROPPED.take()), (0, 0));

    let mut binding = Placed::new_in(object, HeapPlace::new_in(Arena::default())).unwrap();
    drop(binding.work());
    forget(binding.work());
    drop(binding);
    assert_eq!((FREED.take(), ARENAS_DROPPED.take()), (1, 1));
}
