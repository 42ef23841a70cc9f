use core::alloc::Allocator;
use core::cell::Cell;
use core::fmt;
use core::future::inline_async::blocks::{ChunkHead, Stack};
use core::future::inline_async::scope::{Scope, ScopeArena};
use core::mem;
use core::ptr::{self, NonNull};

use crate::alloc::{Global, Layout};

/// Memory from an allocator for the machines of a [scope](super::within).
///
/// It is empty at first, and grows with the need: by chunks of one kilobyte, two, and so on up to
/// 32, or what a single machine needs. It keeps them until it is dropped, so that one arena can
/// serve many scopes, one after the other. It is given to [`within`](super::within) by value, or as
/// a mutable reference if it is to be used again.
///
/// Calls may outlive it: a chunk in which there is one when the arena is dropped is freed with the
/// last of its calls, on whatever thread that is. If a call is leaked, so is its chunk.
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// # use std::future::poll_fn;
/// # use std::pin::pin;
/// # use std::task::{Context, Poll, Waker};
/// use std::future::inline_async::{HeapArena, within};
///
/// trait Tree {
///     inline async fn depth(&self) -> u32;
/// }
///
/// struct Node(Option<Box<dyn Tree>>);
///
/// impl Tree for Node {
///     async fn depth(&self) -> u32 {
///         # poll_fn(|_| Poll::Ready(())).await;
///         match &self.0 {
///             Some(below) => below.depth().await + 1,
///             None => 1,
///         }
///     }
/// }
///
/// async fn deeper(trees: &[Box<dyn Tree>]) -> u32 {
///     let mut arena = HeapArena::new();
///     let mut deepest = 0;
///     for tree in trees {
///         deepest = within(&mut arena, tree.depth()).await.max(deepest);
///     }
///     deepest
/// }
/// # let trees: [Box<dyn Tree>; 2] = [
/// #     Box::new(Node(None)),
/// #     Box::new(Node(Some(Box::new(Node(None))))),
/// # ];
/// # let mut future = pin!(deeper(&trees));
/// # let result = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
/// # assert_eq!(result, Poll::Ready(2));
/// ```
#[unstable(feature = "inline_async", issue = "none")]
#[must_use]
#[repr(C)]
pub struct HeapArena<A: Allocator + Clone + Send + 'static = Global> {
    /// First, so that its address is the arena's.
    scope: Scope,
    /// The chunk whose stack the scope shows, in a ring of all; null when there is none.
    current: Cell<*mut Chunk<A>>,
    allocator: A,
}

/// The beginning of a chunk, before its stack.
#[repr(C)]
struct Chunk<A> {
    /// First, so that its address is the chunk's.
    head: ChunkHead,
    next: *mut Chunk<A>,
    /// The stack, while the scope does not show it.
    stack: Stack,
    layout: Layout,
    /// So that the memory can be given back when the arena has gone, and that what it depends on
    /// stays until then.
    allocator: A,
}

impl HeapArena {
    /// Makes an arena on the global allocator, which is empty.
    ///
    /// # Examples
    ///
    /// ```
    /// #![feature(inline_async)]
    /// use std::future::inline_async::HeapArena;
    ///
    /// let arena = HeapArena::new();
    /// # drop(arena);
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[rustc_const_unstable(feature = "inline_async", issue = "none")]
    #[inline]
    pub const fn new() -> Self {
        HeapArena::new_in(Global)
    }
}

impl<A: Allocator + Clone + Send + 'static> HeapArena<A> {
    const FIRST: usize = 1024;
    const LARGEST: usize = 32 * 1024;

    /// In how many chunks holes are looked for before there is another chunk. The tops of all are looked
    /// at, once for each time that the current one is full: so a chunk that has been left has a block at
    /// its top or is too small, and there are no more of them than there are calls.
    const SEARCH: usize = 4;

    /// Where a chunk's stack begins.
    const STACK: usize = size_of::<Chunk<A>>().next_multiple_of(Stack::LEAST);

    /// Makes an arena on the given allocator, which is empty.
    ///
    /// Each chunk holds a clone of the allocator.
    ///
    /// # Examples
    ///
    /// ```
    /// #![feature(inline_async)]
    /// use std::alloc::System;
    /// use std::future::inline_async::HeapArena;
    ///
    /// let arena = HeapArena::new_in(System);
    /// # drop(arena);
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[rustc_const_unstable(feature = "inline_async", issue = "none")]
    #[inline]
    pub const fn new_in(allocator: A) -> Self {
        let scope = Scope::growing(Self::grow);
        HeapArena { scope, current: Cell::new(ptr::null_mut()), allocator }
    }

    /// Takes a block where the top of the current chunk has no room for it.
    ///
    /// # Safety
    ///
    /// As for [`Grow`](core::future::inline_async::scope::Grow).
    #[cold]
    unsafe fn grow(scope: NonNull<Scope>, layout: Layout, search: usize) -> Option<NonNull<u8>> {
        // SAFETY: the pointer is one to the whole arena, which nobody else uses.
        unsafe {
            let arena = scope.cast::<Self>().as_ref();
            arena.take_from_others(layout, search).or_else(|| arena.take_from_new(layout))
        }
    }

    /// Shows the stack of a chunk of the arena.
    ///
    /// # Safety
    ///
    /// The stack of the one that was shown must have been put back.
    unsafe fn show(&self, chunk: *mut Chunk<A>) {
        self.current.set(chunk);
        // SAFETY: the chunk is there.
        self.scope.set_stack(unsafe { (*chunk).stack });
    }

    /// Takes a block from a chunk that there is: from the top of any, or else from below in the current
    /// one or in one of the next in the ring.
    ///
    /// # Safety
    ///
    /// The caller must have the arena alone.
    unsafe fn take_from_others(&self, layout: Layout, search: usize) -> Option<NonNull<u8>> {
        let current = self.current.get();
        if current.is_null() {
            return None;
        }
        // Where there is nothing to fall back on, all of them are searched.
        let holes = if search == usize::MAX { usize::MAX } else { Self::SEARCH };
        // SAFETY: the chunks of the ring are there, and their stacks are the arena's.
        unsafe {
            (*current).stack = self.scope.stack();
            for (is_below, chunks) in [(false, usize::MAX), (true, holes)] {
                let mut chunk = current;
                for _ in 0..chunks {
                    let stack = &mut (*chunk).stack;
                    let taken =
                        if is_below { stack.take_hole(layout, search) } else { stack.take(layout) };
                    if taken.is_some() {
                        self.show(chunk);
                        return taken;
                    }
                    chunk = (*chunk).next;
                    if chunk == current {
                        break;
                    }
                }
            }
            // Some of its blocks may have been popped.
            self.show(current);
        }
        None
    }

    /// Takes a block from a chunk that is allocated for it.
    ///
    /// # Safety
    ///
    /// The caller must have the arena alone.
    unsafe fn take_from_new(&self, layout: Layout) -> Option<NonNull<u8>> {
        let current = self.current.get();
        let mut size = Self::FIRST;
        if !current.is_null() {
            // SAFETY: the chunk is there.
            let last = unsafe { (*current).layout.size() };
            size = last.saturating_mul(2).clamp(Self::FIRST, Self::LARGEST);
        }
        // A lowest header, and one for the block. There is room for this beside a layout's size and
        // alignment, or the allocator is not asked.
        let needed = layout.size().checked_add(layout.align())?.checked_add(Self::STACK)?;
        let needed =
            needed.checked_add(3 * Stack::LEAST)?.checked_next_multiple_of(Stack::LEAST)?;
        // Large chunks are of few sizes: else one call after the other, each a little larger, would
        // leave a chunk behind each.
        let needed =
            if needed > Self::LARGEST { needed.checked_next_power_of_two()? } else { needed };
        let size = size.max(needed);
        if size > Stack::MOST {
            return None;
        }
        let align = align_of::<Chunk<A>>().max(Stack::LEAST);
        let chunk_layout = Layout::from_size_align(size, align).ok()?;

        let allocator = self.allocator.clone();
        let memory = allocator.allocate(chunk_layout).ok()?.cast::<u8>();
        let chunk = memory.cast::<Chunk<A>>().as_ptr();
        // Asked again, so that nothing depends on what the allocator does.
        let current = self.current.get();
        // SAFETY: the memory has room for a chunk and for the stack behind it, is aligned for both,
        // and is the arena's. So is the current chunk.
        unsafe {
            let stack = Stack::new(memory.add(Self::STACK), size - Self::STACK);
            let head = ChunkHead::new(Self::free);
            chunk.write(Chunk { head, next: chunk, stack, layout: chunk_layout, allocator });
            if !current.is_null() {
                (*current).stack = self.scope.stack();
                (*chunk).next = (*current).next;
                (*current).next = chunk;
            }
            let taken = (*chunk).stack.take(layout);
            self.show(chunk);
            taken
        }
    }

    /// Frees a chunk.
    ///
    /// # Safety
    ///
    /// It must be the caller's, with nothing in it.
    unsafe fn free(chunk: NonNull<ChunkHead>) {
        // SAFETY: the head is that of a chunk, whose allocator is moved out before its memory goes.
        unsafe {
            let chunk = chunk.cast::<Chunk<A>>();
            let layout = (*chunk.as_ptr()).layout;
            let allocator = ptr::read(&raw const (*chunk.as_ptr()).allocator);
            allocator.deallocate(chunk.cast(), layout);
        }
    }
}

// SAFETY: the scope is set from the beginning, and shows a stack of a chunk, which is there until
// it is given up when the arena is dropped, and then for as long as there are blocks in it. Its
// allocator is `'static`, need not end, and lives in the chunk.
#[unstable(feature = "inline_async_internals", issue = "none")]
#[diagnostic::do_not_recommend]
unsafe impl<A: Allocator + Clone + Send + 'static> ScopeArena for HeapArena<A> {
    #[inline]
    fn scope(&mut self) -> NonNull<Scope> {
        NonNull::from(self).cast()
    }
}

// SAFETY: as above.
#[unstable(feature = "inline_async_internals", issue = "none")]
#[diagnostic::do_not_recommend]
unsafe impl<A: Allocator + Clone + Send + 'static> ScopeArena for &mut HeapArena<A> {
    #[inline]
    fn scope(&mut self) -> NonNull<Scope> {
        (**self).scope()
    }
}

// SAFETY: the chunks are the arena's, the words in them that several threads access are atomic, and
// allocators, which go where their chunks are freed, may be sent. What a machine in the arena needs
// is the concern of the call that runs it.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<A: Allocator + Clone + Send + 'static> Send for HeapArena<A> {}

// SAFETY: a shared reference allows for nothing but printing that this is an arena.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<A: Allocator + Clone + Send + 'static> Sync for HeapArena<A> {}

#[unstable(feature = "inline_async", issue = "none")]
impl Default for HeapArena {
    #[inline]
    fn default() -> Self {
        HeapArena::new()
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<A: Allocator + Clone + Send + 'static> Drop for HeapArena<A> {
    #[inline]
    fn drop(&mut self) {
        let current = self.current.get();
        if !current.is_null() {
            // SAFETY: the chunks of the ring are there, and the arena is not used any more.
            unsafe {
                (*current).stack = self.scope.stack();
                // The current one becomes the last.
                let first = mem::replace(&mut (*current).next, ptr::null_mut());
                Chunks { first }.give_up();
            }
        }
    }
}

/// Chunks that have lost their arena.
struct Chunks<A: Allocator + Clone + Send + 'static> {
    first: *mut Chunk<A>,
}

impl<A: Allocator + Clone + Send + 'static> Chunks<A> {
    /// Frees them, or leaves them to the calls that are in them.
    fn give_up(&mut self) {
        while !self.first.is_null() {
            // SAFETY: a chunk is there until it is given up, and is out of the list before that.
            // Its stack has been put back.
            unsafe {
                let head = NonNull::new_unchecked(self.first).cast();
                let stack = (*self.first).stack;
                self.first = (*self.first).next;
                if stack.abandon(head) {
                    HeapArena::<A>::free(head);
                }
            }
        }
    }
}

impl<A: Allocator + Clone + Send + 'static> Drop for Chunks<A> {
    fn drop(&mut self) {
        // Those that are left when the allocator has panicked.
        self.give_up();
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<A: Allocator + Clone + Send + 'static> fmt::Debug for HeapArena<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HeapArena").finish_non_exhaustive()
    }
}
