use core::alloc::Allocator;
use core::fmt;
use core::future::inline_async::{ObjectPlace, PlaceError, machine};
use core::mem::{self, ManuallyDrop};
use core::ptr::NonNull;

use super::global::layout_with_tag;
use crate::alloc::{Global, Layout};

/// Memory from an allocator for a machine, kept for the next call.
///
/// It is empty at first. The memory is allocated when it is needed, again if it is too small, and
/// freed when the place is dropped. [`Global`] is a place as well, one that keeps nothing: it is
/// enough for a binding, which has the memory for as long as it lives.
///
/// If a call was leaked in the place while it was running, that is, after it was polled, the place
/// lets go of that memory for ever, and allocates other memory for the next call. The allocator is
/// not dropped then, since that might free the memory too.
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// # use std::pin::pin;
/// # use std::task::{Context, Poll, Waker};
/// use std::future::inline_async::HeapPlace;
///
/// trait Counter {
///     inline async fn next(&mut self) -> u32;
/// }
/// # struct UpFrom(u32);
/// # impl Counter for UpFrom {
/// #     async fn next(&mut self) -> u32 { self.0 += 1; self.0 }
/// # }
///
/// async fn sum(counters: &mut [Box<dyn Counter>]) -> u32 {
///     // As large as the largest machine in the end.
///     let mut place = HeapPlace::new();
///     let mut sum = 0;
///     for counter in counters {
///         sum += counter.next().in_place(&mut place).unwrap().await;
///     }
///     sum
/// }
/// # let mut counters: [Box<dyn Counter>; 2] = [Box::new(UpFrom(0)), Box::new(UpFrom(1))];
/// # let mut future = pin!(sum(&mut counters));
/// # let result = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
/// # assert_eq!(result, Poll::Ready(3));
/// ```
#[unstable(feature = "inline_async", issue = "none")]
#[rustc_diagnostic_item = "HeapPlace"]
pub struct HeapPlace<A: Allocator + 'static = Global> {
    /// Dangling when there is none.
    memory: NonNull<u8>,
    size: usize,
    /// Zero when there is no memory: then no request is small enough for it.
    align: usize,
    /// Whether memory with a machine in it was let go, which the allocator must outlive.
    leaked: bool,
    allocator: ManuallyDrop<A>,
}

impl HeapPlace {
    /// Makes a place on the global allocator, which is empty.
    ///
    /// # Examples
    ///
    /// ```
    /// #![feature(inline_async)]
    /// use std::future::inline_async::HeapPlace;
    ///
    /// let place = HeapPlace::new();
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[rustc_const_unstable(feature = "inline_async", issue = "none")]
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        HeapPlace::new_in(Global)
    }
}

impl<A: Allocator + 'static> HeapPlace<A> {
    /// Makes a place on the given allocator, which is empty.
    ///
    /// # Examples
    ///
    /// ```
    /// #![feature(inline_async)]
    /// use std::alloc::System;
    /// use std::future::inline_async::HeapPlace;
    ///
    /// let place = HeapPlace::new_in(System);
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[rustc_const_unstable(feature = "inline_async", issue = "none")]
    #[must_use]
    #[inline]
    pub const fn new_in(allocator: A) -> Self {
        let allocator = ManuallyDrop::new(allocator);
        HeapPlace { memory: NonNull::dangling(), size: 0, align: 0, leaked: false, allocator }
    }

    /// The layout of the memory, if there is any.
    fn layout(&self) -> Option<Layout> {
        Layout::from_size_align(self.size, self.align).ok()
    }

    /// Empties the place: frees its memory, or lets go of it if a call was leaked there.
    fn vacate(&mut self) {
        let Some(layout) = self.layout() else { return };
        let memory = mem::replace(&mut self.memory, NonNull::dangling());
        (self.size, self.align) = (0, 0);
        // SAFETY: the first word has been initialized when the memory was allocated.
        if unsafe { machine::holds_future(memory.as_ptr().cast()) } {
            self.leaked = true;
        } else {
            // SAFETY: the memory was allocated with this layout. It is not in use: as there is no
            // future in it, whoever it was handed out to has given it back or has forgotten it.
            unsafe { self.allocator.deallocate(memory, layout) }
        }
    }

    /// Allocates memory for a machine of the given layout, in place of what is there.
    #[cold]
    fn allocate(&mut self, required: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        let Some(layout) = layout_with_tag(required) else {
            return Err(PlaceError::out_of_memory(required));
        };
        // Never less than before, or a place that serves a large and an aligned machine by turns
        // would allocate for every call.
        let larger =
            Layout::from_size_align(layout.size().max(self.size), layout.align().max(self.align));
        self.vacate();
        let layout = larger.unwrap_or(layout);
        let Ok(memory) = self.allocator.allocate(layout) else {
            return Err(PlaceError::out_of_memory(required));
        };
        let memory = memory.cast::<u8>();
        // SAFETY: the memory is ours, and begins with a word.
        unsafe { memory.cast::<usize>().write(0) };
        self.memory = memory;
        (self.size, self.align) = (layout.size(), layout.align());
        Ok(memory)
    }
}

// SAFETY: memory is allocated with at least the layout that is asked for, and its first word is
// zeroed each time that it is handed out. The allocator keeps it where it is until it is
// deallocated or the allocator is dropped; the allocator is never given away, and `'static`, so
// that it need not end. Both happen only where the tag says that there is no future in the memory,
// and the allocator is not dropped if any memory was let go.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<A: Allocator + 'static> ObjectPlace for HeapPlace<A> {
    #[inline]
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        if layout.size() <= self.size && layout.align() <= self.align {
            let machine = self.memory.as_ptr().cast();
            // SAFETY: there is memory, whose first word has been initialized when it was allocated.
            unsafe {
                // What else is in there has been forgotten, and may be.
                if !machine::holds_future(machine) {
                    machine::reset(machine);
                    return Ok(self.memory);
                }
            }
        }
        self.allocate(layout)
    }

    #[inline]
    unsafe fn release(&mut self, _memory: NonNull<u8>, _layout: Layout) {
        // It is kept, and the tag says that there is no future in it.
    }
}

// SAFETY: the memory is plain bytes to the place, and belongs to it or to a call that was leaked,
// which nobody touches. The allocator is moved with it.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<A: Allocator + Send + 'static> Send for HeapPlace<A> {}

// SAFETY: a shared reference allows for nothing but printing the layout.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<A: Allocator + Sync + 'static> Sync for HeapPlace<A> {}

#[unstable(feature = "inline_async", issue = "none")]
impl Default for HeapPlace {
    #[inline]
    fn default() -> Self {
        HeapPlace::new()
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<A: Allocator + 'static> Drop for HeapPlace<A> {
    #[inline]
    fn drop(&mut self) {
        /// Drops the allocator also where it unwinds out of giving the memory back.
        struct DropAllocator<'a, A: Allocator + 'static>(&'a mut HeapPlace<A>);

        impl<A: Allocator + 'static> Drop for DropAllocator<'_, A> {
            fn drop(&mut self) {
                if !self.0.leaked {
                    // SAFETY: the place goes away, and with it all of its memory has gone: it is
                    // forgotten before it is given back.
                    unsafe { ManuallyDrop::drop(&mut self.0.allocator) }
                }
            }
        }

        let place = DropAllocator(self);
        place.0.vacate();
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<A: Allocator + 'static> fmt::Debug for HeapPlace<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HeapPlace").field("layout", &self.layout()).finish_non_exhaustive()
    }
}
