//! Tries every interleaving of threads on the words that the library shares between them.
//!
//! The library's own files are compiled here, as they are. What they import by `crate::` they find
//! in this crate instead: atomics and cells of [`loom`], which runs a scenario again and again
//! until no order of its threads' accesses is left, with every value that a weak ordering lets a
//! thread see. Memory is real, so that the files can compute addresses in it; [`memory`] keeps
//! watch over it, so that a plain access which another thread may do at the same time is found as
//! well, and one to memory that has gone.
//!
//! That the [`scenarios`] see what matters is shown by [`mutant`]s: each atomic access of the
//! files, in each weaker ordering and as a plain access, must make at least one of them fail.

#![cfg(test)]

mod cell;
mod explore;
mod memory;
mod mutant;
mod scenarios;
mod sync;

/// What the files take from `crate::alloc`.
mod alloc {
    pub use std::alloc::Layout;
}

/// What the files take from `crate::ptr`.
mod ptr {
    pub use std::ptr::{NonNull, null_mut};

    use crate::memory;

    /// Writes, and says so to those who keep watch.
    ///
    /// # Safety
    ///
    /// As for `std::ptr::write`.
    #[inline]
    pub unsafe fn write<T>(to: *mut T, value: T) {
        memory::write(to.addr(), size_of::<T>());
        // SAFETY: the caller's promise.
        unsafe { std::ptr::write(to, value) }
    }
}

#[allow(dead_code)] // The arenas use more of it.
#[path = "../../../../library/core/src/future/inline_async/blocks.rs"]
mod blocks;

#[path = "../../../../library/core/src/future/inline_async/tag.rs"]
mod tag;
