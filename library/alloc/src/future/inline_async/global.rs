use core::future::inline_async::{ObjectPlace, ObjectPtr, PlaceError, Placed};
use core::ptr::NonNull;

use crate::alloc::{Global, Layout, alloc, dealloc};

/// A binding whose place is on the heap: an allocation of its own, for as long as it lives.
///
/// It is as large as its pointer and one word more.
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// # use std::pin::pin;
/// # use std::task::{Context, Poll, Waker};
/// use std::future::inline_async::HeapPlaced;
///
/// trait Counter {
///     inline async fn next(&mut self) -> u32;
/// }
/// # struct UpFrom(u32);
/// # impl Counter for UpFrom {
/// #     async fn next(&mut self) -> u32 { self.0 += 1; self.0 }
/// # }
///
/// let counter: Box<dyn Counter> = Box::new(UpFrom(0));
/// let mut counter = HeapPlaced::new(counter);
/// # let mut future = pin!(async move { counter.next().await + counter.next().await });
/// # let result = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
/// # assert_eq!(result, Poll::Ready(3));
/// ```
#[unstable(feature = "inline_async", issue = "none")]
pub type HeapPlaced<Ptr> = Placed<Ptr, Global>;

#[cfg(not(no_global_oom_handling))]
impl<Ptr: ObjectPtr> Placed<Ptr, Global> {
    /// Binds `ptr` to a place on the heap, which is allocated here, once and for all calls.
    ///
    /// # Aborts
    ///
    /// When there is no memory, as [`handle_alloc_error`] says.
    ///
    /// [`handle_alloc_error`]: crate::alloc::handle_alloc_error
    ///
    /// # Examples
    ///
    /// ```edition2024
    /// #![feature(inline_async)]
    /// use std::fmt::Display;
    /// use std::future::inline_async::HeapPlaced;
    ///
    /// let placed = HeapPlaced::new(&"bound" as &dyn Display);
    /// assert_eq!(placed.to_string(), "bound");
    /// ```
    #[rustc_allow_incoherent_impl]
    #[unstable(feature = "inline_async", issue = "none")]
    #[inline]
    pub fn new(ptr: Ptr) -> Self {
        match Placed::new_in(ptr, Global) {
            Ok(placed) => placed,
            Err(error) => crate::alloc::handle_alloc_error(error.required()),
        }
    }
}

// SAFETY: each reservation is an allocation with at least the layout that is asked for, whose first
// word is zeroed. It stays where it is until it is given back, and nobody else has its address.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl ObjectPlace for Global {
    #[inline]
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        let memory = layout_with_tag(layout).and_then(|layout| {
            // SAFETY: there is room for a word at least.
            NonNull::new(unsafe { alloc(layout) })
        });
        let Some(memory) = memory else { return Err(PlaceError::out_of_memory(layout)) };
        // SAFETY: the memory is ours, and begins with a word.
        unsafe { memory.cast::<usize>().write(0) };
        Ok(memory)
    }

    #[inline]
    unsafe fn release(&mut self, memory: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller promises that this place has handed the memory out for that layout,
        // which it had allocated with this one.
        unsafe { dealloc(memory.as_ptr(), layout_with_tag(layout).unwrap_unchecked()) }
    }
}

/// The layout, but no less than that of a bare tag; none if there can be no such layout.
#[inline]
pub(super) fn layout_with_tag(layout: Layout) -> Option<Layout> {
    let tag = Layout::new::<usize>();
    let (size, align) = (layout.size().max(tag.size()), layout.align().max(tag.align()));
    Layout::from_size_align(size, align).ok()
}
