use super::{ObjectPlace, default_place, machine};
use crate::alloc::Layout;
use crate::ptr::NonNull;
use crate::sync::atomic::AtomicUsize;

/// The memory of a binding: that which its place handed out, or after a call was leaked there, memory
/// from the program's allocator. Which of the two it is stands in the lowest bit of its address, which
/// is spare: a machine is aligned to two bytes at least.
#[repr(transparent)]
pub(super) struct Memory(NonNull<u8>);

const REPLACED: usize = 1;

/// The tag of a machine that nobody can have.
static NOBODYS: Aligned = Aligned(AtomicUsize::new(usize::MAX));

// A word is aligned to a byte on some targets.
#[repr(align(2))]
struct Aligned(AtomicUsize);

impl Memory {
    /// Memory that the place of the binding handed out for a machine.
    #[inline(always)]
    pub(super) fn of_place(memory: NonNull<u8>) -> Self {
        Memory(memory)
    }

    /// Memory from the program's allocator, for a machine of the given layout, whose tag is zero;
    /// `None` if there is none.
    // Generic, so that it is no part of `core`'s own object files (see `default_place`), and always
    // the same, so that it is in a program once or twice.
    //
    // The callers save no registers for it. What unwinds through it would not restore them, so
    // nothing does: see `default_place`.
    #[cold]
    #[inline(never)]
    #[rustc_nounwind]
    pub(super) extern "rust-cold" fn try_allocate<const OF_A_CALL: bool>(
        layout: Layout,
    ) -> Option<Self> {
        let memory = default_place::allocate_machine(layout)?;
        Some(Memory(memory.map_addr(|address| address | REPLACED)))
    }

    /// The same, where the call does not go on without. `layout` gives the layout, a second time if
    /// there is no memory, so that nobody keeps it, and `object` is the name of the object type.
    #[inline(always)]
    pub(super) fn allocate(layout: impl Fn() -> Layout, object: fn() -> &'static str) -> Self {
        match Self::try_allocate::<true>(layout()) {
            Some(memory) => memory,
            None => default_place::no_memory(layout(), object()),
        }
    }

    /// No memory: as if a call had been leaked in it.
    #[inline]
    pub(super) fn none() -> Self {
        Memory(NonNull::from(&NOBODYS.0).cast())
    }

    #[inline(always)]
    pub(super) fn get(&self) -> NonNull<u8> {
        // SAFETY: an address without its lowest bit is that of the memory.
        unsafe { NonNull::new_unchecked(self.0.as_ptr().map_addr(|address| address & !REPLACED)) }
    }

    /// Whether the memory is from the program's allocator.
    #[inline(always)]
    pub(super) fn is_replaced(&self) -> bool {
        self.0.addr().get() & REPLACED != 0
    }

    /// Gives the memory back to where it is from, unless a call was leaked in it as it was running. The
    /// place sees by itself where that was in its memory.
    ///
    /// # Safety
    ///
    /// The memory must have been reserved or allocated with this layout, and not be used any longer.
    #[inline]
    pub(super) unsafe fn give_back<P: ObjectPlace>(&self, layout: Layout, place: &mut P) {
        let memory = self.get();
        // SAFETY: the tag is initialized, and where there is no future nothing refers to the machine.
        unsafe {
            let machine = memory.as_ptr().cast();
            if machine::holds_future(machine) {
                // It is in use for ever.
            } else if self.is_replaced() {
                default_place::deallocate(memory, layout);
            } else {
                // A call may have been leaked as it waited.
                machine::reset(machine);
                place.release(memory, layout);
            }
        }
    }
}
