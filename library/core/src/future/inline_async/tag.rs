//! The tag of a machine, its first word: what its bits mean and in what order they change.
//!
//! Only calls that share a binding meet at a tag. They order what they do to the machine by it: a claim
//! acquires what the call before has released. All others have a mutable borrow of the binding or of
//! the place, or own it. Who had that before has handed it over, or has leaked a call, whose borrow has
//! ended: either is an order by itself. Every access is atomic all the same: that others may
//! look at the word is a reason to be refused by it, and no race.
//!
//! `src/tools/interleavings` compiles this file against a model of the memory.

use crate::sync::atomic::{AtomicUsize, Ordering};

/// Nobody has the machine, or one that nobody else can have, for a call that waits.
pub(super) const IDLE: usize = 0;
/// The bit of a machine that a call has claimed which others can be made beside.
const CLAIMED: usize = 1;
/// The bit of a machine in which there is a future, pinned.
const FUTURE: usize = 2;
/// What a running call stores. The word is stored as a whole, so the bit for a claim is set for all.
const RUNNING: usize = CLAIMED | FUTURE;

/// Claims an idle machine for a call that others can be made beside, and says whether it did.
#[inline]
pub(super) fn claim(tag: &AtomicUsize) -> bool {
    #[cfg(target_has_atomic = "ptr")]
    {
        tag.compare_exchange(IDLE, CLAIMED, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }
    // No compare-and-swap here. It is not missed, as a binding is not `Sync` and stays on one thread
    // while it is shared; an interrupt handler would need a `Sync` binding.
    #[cfg(not(target_has_atomic = "ptr"))]
    {
        let idle = tag.load(Ordering::Relaxed) == IDLE;
        if idle {
            tag.store(CLAIMED, Ordering::Relaxed);
        }
        idle
    }
}

/// Marks the machine as one with a future, for the call that has it.
#[inline(always)]
pub(super) fn set_running(tag: &AtomicUsize) {
    tag.store(RUNNING, Ordering::Relaxed)
}

/// Whether there is a future in the machine.
#[inline(always)]
pub(super) fn holds_future(tag: &AtomicUsize) -> bool {
    tag.load(Ordering::Relaxed) & FUTURE != 0
}

/// Ends a call that nobody can be waiting for: it had the machine for itself alone.
#[inline(always)]
pub(super) fn free(tag: &AtomicUsize) {
    tag.store(IDLE, Ordering::Relaxed)
}

/// Ends a call that others can be made beside: they may claim the machine from then on.
#[inline(always)]
pub(super) fn free_shared(tag: &AtomicUsize) {
    // Without compare-and-swap a binding is not `Sync`, and the next call is on the same thread.
    let ordering =
        if cfg!(target_has_atomic = "ptr") { Ordering::Release } else { Ordering::Relaxed };
    tag.store(IDLE, ordering)
}
