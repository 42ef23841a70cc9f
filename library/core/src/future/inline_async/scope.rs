//! What a context carries of an arena.

use super::blocks::{Header, Stack};
use crate::alloc::Layout;
use crate::cell::UnsafeCell;
use crate::fmt;
use crate::mem::MaybeUninit;
use crate::panic::RefUnwindSafe;
use crate::ptr::NonNull;

/// The memory that the calls of one task take blocks from.
///
/// Only the task that is being polled inside the scope uses it. A block does not lead back here, so
/// it may outlive the context, and the arena too where that allows for it.
#[repr(C)]
pub struct Scope {
    stack: UnsafeCell<Stack>,
    /// Finds memory when the stack that is shown is full. An arena that does not grow has none.
    grow: Option<Grow>,
}

/// Takes a block from another stack, or from below the top of this one, looking at no more than the
/// given number of the blocks of each.
///
/// It gets the pointer that [`ScopeArena::scope`] gave, and is called as that allows.
pub type Grow = unsafe fn(NonNull<Scope>, Layout, usize) -> Option<NonNull<u8>>;

/// An arena for a scope.
///
/// # Safety
///
/// The scope is [set](Scope::set_stack), and can be used through the pointer on the thread that
/// asked for it, for as long as the arena is not used, moved or dropped; nobody else uses it
/// meanwhile. A block that is taken from it stays valid and unmoved, and is its user's alone, until
/// it is given back, and for ever if it never is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an arena",
    label = "not an arena",
    note = "arenas are `HeapArena`, `&mut HeapArena` and `Pin<&mut Arena<SIZE>>`"
)]
pub unsafe trait ScopeArena {
    /// The scope, for one poll.
    fn scope(&mut self) -> NonNull<Scope>;
}

/// The lowest header of a stack that has no memory yet.
struct Empty(UnsafeCell<MaybeUninit<Header>>);

// SAFETY: nobody writes it.
unsafe impl Sync for Empty {}

// A header of zeros is a lowest one.
static EMPTY: Empty = Empty(UnsafeCell::new(MaybeUninit::zeroed()));

impl Scope {
    /// The scope of an arena that does not grow, before it is [set](Self::set_stack). It consists
    /// of zeros.
    pub(super) const fn unset() -> Self {
        Scope { stack: UnsafeCell::new(Stack::unset()), grow: None }
    }

    /// The scope of an arena that grows, and has no memory yet.
    pub const fn growing(grow: Grow) -> Self {
        let stack = Stack::full(EMPTY.0.get().cast());
        Scope { stack: UnsafeCell::new(stack), grow: Some(grow) }
    }

    /// The stack that is shown.
    #[inline(always)]
    pub fn stack(&self) -> Stack {
        // SAFETY: a scope is not shared between threads, and nobody keeps a reference to the stack.
        unsafe { *self.stack.get() }
    }

    /// Shows another stack, or the same in another state.
    #[inline(always)]
    pub fn set_stack(&self, stack: Stack) {
        // SAFETY: as for `stack`.
        unsafe { *self.stack.get() = stack }
    }

    #[cfg(target_has_atomic = "ptr")]
    #[inline(always)]
    pub(super) fn is_growing(&self) -> bool {
        self.grow.is_some()
    }

    /// Takes a block, looking for a hole at no more than `search` of those below a full top.
    ///
    /// # Safety
    ///
    /// The pointer must be one that a context carries.
    #[inline(always)]
    pub(super) unsafe fn take(
        this: NonNull<Scope>,
        layout: Layout,
        search: usize,
    ) -> Option<NonNull<u8>> {
        // SAFETY: whoever has made the context sees to it that the arena is there, and that nobody
        // else uses it meanwhile.
        unsafe {
            match (*this.as_ref().stack.get()).take(layout) {
                None => Self::take_where_full(this, layout, search),
                taken => taken,
            }
        }
    }

    /// # Safety
    ///
    /// As for [`take`](Self::take).
    #[cold]
    unsafe fn take_where_full(
        this: NonNull<Scope>,
        layout: Layout,
        search: usize,
    ) -> Option<NonNull<u8>> {
        // SAFETY: as above. There is no reference to the stack when `grow`, which may run an
        // allocator, is called.
        unsafe {
            match this.as_ref().grow {
                Some(grow) => grow(this, layout, search),
                None => (*this.as_ref().stack.get()).take_hole(layout, search),
            }
        }
    }
}

// A panic in the middle of a poll leaves the scope as it was: what an arena holds are bytes.
impl RefUnwindSafe for Scope {}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope").finish_non_exhaustive()
    }
}
