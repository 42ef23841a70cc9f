use super::{PlaceError, machine};
use crate::alloc::Layout;
use crate::iter::FusedIterator;
use crate::mem::ManuallyDrop;
use crate::panicking::panic_nounwind;
use crate::pin::{Pin, UnsafePinned};
use crate::ptr::NonNull;
#[cfg(target_has_atomic = "ptr")]
use crate::sync::atomic::{AtomicUsize, Ordering};

/// What a place in a frame or in a static is made of: room for an `M`, aligned for an `A` too.
///
/// The place must be pinned from its first reservation on, and must call `vacate` as it is dropped.
pub(super) struct FrameMemory<M, A = ()> {
    // The only field, so that a reference to the place says nothing about memory that a machine in
    // it is using, nor about what `take` accesses on another thread.
    contents: UnsafePinned<Contents<M, A>>,
}

// All of it is zero at first, so that a static place takes no room in the program's file.
#[repr(C)]
struct Contents<M, A> {
    #[allow(dead_code)] // Accessed by address.
    memory: Memory<M>,
    /// Whether the place has been taken: 0 or 1. The tag cannot say this: it is the machine's, and
    /// zero in a place that is idle.
    #[cfg(target_has_atomic = "ptr")]
    taken: AtomicUsize,
    #[allow(dead_code)] // It aligns the rest.
    align: [A; 0],
}

#[repr(C)]
union Memory<M> {
    tag: usize,
    room: ManuallyDrop<M>,
}

impl<M, A> FrameMemory<M, A> {
    /// Makes memory with no machine in it. No more than two words of it are written.
    #[inline]
    pub(super) const fn new() -> Self {
        FrameMemory {
            contents: UnsafePinned::new(Contents {
                memory: Memory { tag: 0 },
                #[cfg(target_has_atomic = "ptr")]
                taken: AtomicUsize::new(0),
                align: [],
            }),
        }
    }

    /// Marks the place as taken, and says whether it was not before. It stays so until the place is
    /// overwritten, which `vacate` prevents.
    #[cfg(target_has_atomic = "ptr")]
    #[inline]
    pub(super) fn take(&self) -> bool {
        // Nothing is ordered by this. Whoever used the place before did so through a mutable
        // reference, and had to give that up for this shared one to be made.
        self.taken().swap(1, Ordering::Relaxed) == 0
    }

    #[cfg(target_has_atomic = "ptr")]
    #[inline]
    fn taken(&self) -> &AtomicUsize {
        // SAFETY: it is initialized, interior mutable, and only accessed through this function.
        unsafe { &(*self.contents.get()).taken }
    }

    /// The memory, which begins with the tag.
    #[inline]
    fn machine(&self) -> *mut () {
        self.contents.get().cast()
    }

    /// Hands the memory out, of which `there` can be used.
    #[inline]
    pub(super) fn reserve(
        &self,
        layout: Layout,
        there: Layout,
    ) -> Result<NonNull<u8>, PlaceError<()>> {
        if size_of::<usize>() > there.size()
            || layout.size() > there.size()
            || layout.align() > there.align()
        {
            return Err(PlaceError::too_small(layout, there));
        }
        let memory = self.machine();
        // SAFETY: the address of a field is not null; its first word is initialized.
        unsafe {
            // What else is in there has been forgotten, and may be.
            if machine::holds_future(memory) {
                return Err(PlaceError::occupied(layout));
            }
            machine::reset(memory);
            Ok(NonNull::new_unchecked(memory.cast()))
        }
    }

    /// Ends the process, with one message or the other, if the memory must not go: when there is a
    /// future in it, and when it has been taken. To be called as the place is dropped.
    #[inline]
    pub(super) fn vacate(&self, is_running: &'static str, is_taken: &'static str) {
        // SAFETY: the first word is initialized.
        if unsafe { machine::holds_future(self.machine()) } {
            panic_nounwind(is_running);
        }
        // What is borrowed for ever is not dropped, but for `Pin::set`.
        #[cfg(target_has_atomic = "ptr")]
        if self.taken().load(Ordering::Relaxed) != 0 {
            panic_nounwind(is_taken);
        }
        #[cfg(not(target_has_atomic = "ptr"))]
        let _ = is_taken;
    }
}

// SAFETY: it is bytes. What a machine in it needs is the concern of the calls and bindings that run
// it.
unsafe impl<M, A> Send for FrameMemory<M, A> {}

// SAFETY: a shared reference to a place allows for nothing but `take`, which is atomic; `reserve`
// is called by who has a mutable one.
unsafe impl<M, A> Sync for FrameMemory<M, A> {}

/// The elements of an array of places, each pinned.
#[inline]
pub(super) fn each_pin_mut<T, const N: usize>(places: Pin<&mut [T; N]>) -> [Pin<&mut T>; N] {
    // SAFETY: the places are not moved out of the array.
    let places = unsafe { places.get_unchecked_mut() }.each_mut();
    // SAFETY: an array that is pinned does not move its elements before it drops them.
    places.map(|place| unsafe { Pin::new_unchecked(place) })
}

/// The elements of a slice of places, each pinned.
#[inline]
pub(super) fn iter_pin_mut<T>(
    places: Pin<&mut [T]>,
) -> impl DoubleEndedIterator<Item = Pin<&mut T>> + ExactSizeIterator + FusedIterator {
    // SAFETY: the places are not moved out of the slice.
    let places = unsafe { places.get_unchecked_mut() }.iter_mut();
    // SAFETY: a slice that is pinned does not move its elements before it drops them.
    places.map(|place| unsafe { Pin::new_unchecked(place) })
}
