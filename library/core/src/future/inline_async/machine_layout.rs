use super::machine;
use crate::alloc::Layout;
use crate::intrinsics;

/// The layout of a machine, and whether what a call may run in it fits the call.
#[derive(Clone, Copy)]
#[repr(C)]
pub(super) struct MachineLayout {
    size: usize,
    /// The alignment, and below it one bit for whether it fits. An alignment has no bit to spare: that
    /// of a word is 1 on some targets.
    align: usize,
}

impl MachineLayout {
    const FITS_CALL: usize = 1;
    const ALIGN_SHIFT: u32 = 1;

    #[inline(always)]
    const fn new(layout: Layout, fits_call: bool) -> Self {
        let align = layout.align() << Self::ALIGN_SHIFT;
        let fits_call = if fits_call { Self::FITS_CALL } else { 0 };
        MachineLayout { size: layout.size(), align: align | fits_call }
    }

    /// # Safety
    ///
    /// `vtable` must be a vtable of the object type `D`.
    #[inline(always)]
    pub(super) unsafe fn of_vtable<D: ?Sized>(vtable: *const ()) -> Self {
        // SAFETY: the caller's promise.
        unsafe {
            let layout = machine::layout_of_vtable::<D>(vtable);
            Self::new(layout, intrinsics::inline_async_fits_call::<D>(vtable))
        }
    }

    #[inline(always)]
    pub(super) const fn fits_call(self) -> bool {
        self.align & Self::FITS_CALL != 0
    }

    #[inline(always)]
    pub(super) const fn get(self) -> Layout {
        // SAFETY: it was made of these two, and nothing of the alignment is lost in the word.
        unsafe { Layout::from_size_align_unchecked(self.size, self.align >> Self::ALIGN_SHIFT) }
    }
}

// Every alignment of this target can be told again, with either answer. A machine has a word at
// least, and its size is a multiple of its alignment, so there is none of the highest bit.
const _: () = {
    let mut bit = 0;
    while bit < usize::BITS - 1 {
        let align = 1 << bit;
        let Ok(layout) = Layout::from_size_align(align, align) else {
            panic!("something of this size can have this alignment")
        };
        let (fits, fits_not) =
            (MachineLayout::new(layout, true), MachineLayout::new(layout, false));
        assert!(fits.fits_call() && !fits_not.fits_call());
        assert!(fits.get().size() == align && fits.get().align() == align);
        assert!(fits_not.get().size() == align && fits_not.get().align() == align);
        bit += 1;
    }
};
