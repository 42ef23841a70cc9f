//! Memory for a call that finds its own place: where it is from, and how it goes back there.

use super::scope::Scope;
use super::{blocks, default_place};
use crate::alloc::Layout;
use crate::ptr::NonNull;
use crate::task::Context;

/// How many blocks a search for a hole in an arena looks at. There is the allocator to fall back
/// on; where it has nothing, the search goes on to the end.
const SEARCH: usize = 32;

/// Where the memory of a call that found its own place is from.
#[derive(Clone, Copy)]
pub(super) struct Origin(Kind);

#[derive(Clone, Copy)]
enum Kind {
    Allocator,
    Frame,
    #[cfg(target_has_atomic = "ptr")]
    Chunk,
}

/// Memory for a machine of the given layout: from the innermost scope of the context, or where
/// there is none or it is full, from the program's allocator. The first word is zero.
///
/// The call does not return when there is no memory: `describe` then gives the layout once more, so
/// that nobody keeps it, and the name of the object type.
#[inline(always)]
pub(super) fn take(
    cx: &Context<'_>,
    layout: Layout,
    describe: impl FnOnce() -> (Layout, &'static str),
) -> (NonNull<u8>, Origin) {
    let Some(scope) = cx.scope else { return take_without_scope(layout, describe) };
    let scope = scope.cast::<Scope>();
    // SAFETY: the context carries it.
    match unsafe { take_in_scope(scope, layout, SEARCH) } {
        Some(taken) => taken,
        // SAFETY: as above.
        None => unsafe { take_beside_scope(scope, layout, describe) },
    }
}

/// The same outside of every scope, from the allocator alone.
#[inline(always)]
fn take_without_scope(
    layout: Layout,
    describe: impl FnOnce() -> (Layout, &'static str),
) -> (NonNull<u8>, Origin) {
    match default_place::allocate_machine(layout) {
        Some(memory) => (memory, Origin(Kind::Allocator)),
        None => {
            let (layout, object) = describe();
            default_place::no_memory(layout, object)
        }
    }
}

/// # Safety
///
/// A context must carry the scope.
unsafe fn take_in_scope(
    scope: NonNull<Scope>,
    layout: Layout,
    search: usize,
) -> Option<(NonNull<u8>, Origin)> {
    // SAFETY: the caller's promise. The scope is there, and not only for the block.
    unsafe {
        let memory = Scope::take(scope, layout, search)?;
        memory.cast::<usize>().write(0);
        #[cfg(target_has_atomic = "ptr")]
        if scope.as_ref().is_growing() {
            return Some((memory, Origin(Kind::Chunk)));
        }
        Some((memory, Origin(Kind::Frame)))
    }
}

/// Memory for a call in a scope that is full.
///
/// # Safety
///
/// As for [`take_in_scope`].
#[cold]
unsafe fn take_beside_scope(
    scope: NonNull<Scope>,
    layout: Layout,
    describe: impl FnOnce() -> (Layout, &'static str),
) -> (NonNull<u8>, Origin) {
    if let Some(memory) = default_place::allocate_machine(layout) {
        return (memory, Origin(Kind::Allocator));
    }
    // SAFETY: the caller's promise.
    if let Some(taken) = unsafe { take_in_scope(scope, layout, usize::MAX) } {
        return taken;
    }
    let (layout, object) = describe();
    default_place::no_memory(layout, object)
}

/// Gives memory back, on any thread and at any time.
///
/// # Safety
///
/// The memory must have been taken with this layout and be from this origin, and nothing may use it
/// any longer.
#[inline(always)]
pub(super) unsafe fn give_back(memory: NonNull<u8>, layout: Layout, origin: Origin) {
    // SAFETY: the caller's promise.
    unsafe {
        match origin.0 {
            Kind::Allocator => default_place::deallocate(memory, layout),
            Kind::Frame => blocks::give_back_in_frame(memory),
            #[cfg(target_has_atomic = "ptr")]
            Kind::Chunk => blocks::give_back_in_chunk(memory),
        }
    }
}
