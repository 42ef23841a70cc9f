use crate::alloc::Layout;
use crate::mem;
use crate::panicking::panic_const::panic_const_async_fn_resumed;
use crate::task::{Context, Poll};

/// What a call knows of its method, as the type of its object implements it: the entry of the method
/// in the vtable is the address of one of these, which the compiler writes.
///
/// The table of a call that is done has a `run` that panics, which saves the others a question, and no
/// `drop`.
#[derive(Debug)]
#[repr(C)]
pub(super) struct MethodTable {
    /// `unsafe fn(machine: *mut (), cx: &mut Context<'_>) -> Poll<R>`
    run: *const (),
    drop: Option<unsafe fn(machine: *mut ())>,
    layout: MachineLayout,
}

impl MethodTable {
    /// The table of a call whose output is `R` when it is done.
    #[inline(always)]
    pub(super) const fn done<R>() -> &'static Self {
        const {
            &MethodTable {
                run: resumed::<R> as *const (),
                drop: None,
                layout: MachineLayout::new(Layout::new::<usize>(), true),
            }
        }
    }

    #[inline(always)]
    pub(super) fn is_done(&self) -> bool {
        self.drop.is_none()
    }

    /// The layout of the machine that this method alone needs.
    #[inline(always)]
    pub(super) fn layout(&self) -> Layout {
        self.layout.get()
    }

    /// Whether an `InlineCall` is such a machine itself.
    #[inline(always)]
    pub(super) fn fits_call(&self) -> bool {
        self.layout.fits_call()
    }

    /// Takes a call a step further: starts the method if the call waits, and drives its future.
    ///
    /// Once this has given `Ready` or has unwound, there is neither a future in the machine nor
    /// anything that waits, and the caller frees the tag.
    ///
    /// # Safety
    ///
    /// The table must be that of a method with output `R` or [`done::<R>`](Self::done). If it is a
    /// method's, the machine must hold a call of it, waiting or running, which is the caller's and has
    /// not moved since the first step.
    #[inline(always)]
    pub(super) unsafe fn run<R>(&self, machine: *mut (), cx: &mut Context<'_>) -> Poll<R> {
        type Run<R> = unsafe fn(*mut (), &mut Context<'_>) -> Poll<R>;

        // SAFETY: it is a pointer to a function of this type: the method's output is `R`.
        let run: Run<R> = unsafe { mem::transmute(self.run) };
        // SAFETY: the caller's promise.
        unsafe { run(machine, cx) }
    }

    /// Drops what a call is made of: receiver and arguments if it waits, the future if it runs. The
    /// caller frees the tag, after this has returned or unwound. It does nothing for a call that is done.
    ///
    /// # Safety
    ///
    /// As for [`run`](Self::run), whatever `R` is.
    #[inline(always)]
    pub(super) unsafe fn drop_call(&self, machine: *mut ()) {
        if let Some(drop) = self.drop {
            // SAFETY: the caller's promise.
            unsafe { drop(machine) }
        }
    }
}

unsafe fn resumed<R>(_machine: *mut (), _cx: &mut Context<'_>) -> Poll<R> {
    panic_const_async_fn_resumed()
}

/// The layout of a machine, and whether it fits a call.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
struct MachineLayout {
    size: usize,
    /// The alignment, and below it one bit for whether it fits. An alignment has no bit to spare: that
    /// of a word is 1 on some targets.
    align: usize,
}

impl MachineLayout {
    const FITS_CALL: usize = 1;
    const ALIGN_SHIFT: u32 = 1;

    const fn new(layout: Layout, fits_call: bool) -> Self {
        let align = layout.align() << Self::ALIGN_SHIFT;
        let fits_call = if fits_call { Self::FITS_CALL } else { 0 };
        MachineLayout { size: layout.size(), align: align | fits_call }
    }

    #[inline(always)]
    const fn fits_call(self) -> bool {
        self.align & Self::FITS_CALL != 0
    }

    #[inline(always)]
    const fn get(self) -> Layout {
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
