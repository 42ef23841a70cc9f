use super::blocks::{Header, Stack};
use super::inline_place::{PlaceAlign, SupportedAlign};
use super::scope::{Scope, ScopeArena};
use crate::fmt;
use crate::mem::MaybeUninit;
use crate::panicking::panic_nounwind;
use crate::pin::{Pin, UnsafePinned};
use crate::ptr::NonNull;
#[cfg(target_has_atomic = "ptr")]
use crate::sync::atomic::{AtomicUsize, Ordering};

/// `SIZE` bytes for the machines of a [scope](super::within), inside the enclosing frame or in a
/// static. No allocator is needed.
///
/// A call takes the size of its machine, rounded up to eight bytes, and eight bytes more; one whose
/// alignment is above that may take as many more as its alignment. The arena as a whole is aligned
/// to `ALIGN`, a power of two of at most 4096. It is used as `Pin<&mut Arena<SIZE, ALIGN>>`, for
/// one scope at a time, and for any number of them one after the other.
///
/// Where there is an allocator, [`HeapArena`] is the better choice: calls may outlive it.
///
/// # Aborts
///
/// When the arena is dropped while a call has its memory there: the call is pinned in it. The
/// process is then aborted, with a message. A call that is returned out of the scope, or sent to
/// another thread, is enough for that, unless it is finished or dropped before the arena; a
/// call that is leaked always is.
///
/// The same happens when an arena that was [taken](Self::take) is overwritten, with [`Pin::set`]:
/// it could be taken a second time after that.
///
/// [`HeapArena`]: ../../../std/future/inline_async/struct.HeapArena.html
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// # use std::future::poll_fn;
/// # use std::task::{Context, Poll, Waker};
/// use std::future::inline_async::{Arena, within};
/// use std::pin::pin;
///
/// trait Log {
///     inline async fn log(&mut self, line: &str);
/// }
///
/// struct Lines(String);
///
/// impl Log for Lines {
///     async fn log(&mut self, line: &str) {
///         let mut buffer = [0; 64];
///         buffer[..line.len()].copy_from_slice(line.as_bytes());
///         # poll_fn(|_| Poll::Ready(())).await;
///         self.0.extend(buffer[..line.len()].iter().map(|&byte| char::from(byte)));
///     }
/// }
///
/// async fn both(log: &mut dyn Log) {
///     log.log("one").await;
///     log.log("two").await;
/// }
///
/// let mut lines = Lines(String::new());
/// let arena = pin!(Arena::<512>::new());
/// let mut future = pin!(within(arena, both(&mut lines)));
/// # assert!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
/// ```
#[unstable(feature = "inline_async", issue = "none")]
#[must_use]
pub struct Arena<const SIZE: usize, const ALIGN: usize = 16>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    // The only field, so that a reference to the arena says nothing about what calls and their
    // threads do in it.
    contents: UnsafePinned<Contents<SIZE, ALIGN>>,
}

// All of it is zero at first, so that a static arena takes no room in the program's file.
#[repr(C)]
struct Contents<const SIZE: usize, const ALIGN: usize>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    scope: Scope,
    memory: Memory<SIZE>,
    /// Whether the arena has been taken: 0 or 1.
    #[cfg(target_has_atomic = "ptr")]
    taken: AtomicUsize,
    #[allow(dead_code)] // It aligns the rest.
    align: [<PlaceAlign<ALIGN> as SupportedAlign>::Aligned; 0],
}

/// The memory of the stack: the lowest header, which is not counted in `SIZE`, and room.
#[allow(dead_code)] // Accessed by address.
#[repr(C)]
struct Memory<const SIZE: usize>(MaybeUninit<Header>, [MaybeUninit<u8>; SIZE]);

impl<const SIZE: usize, const ALIGN: usize> Arena<SIZE, ALIGN>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    /// The bytes of the stack, of which there is a whole number of headers.
    const BYTES: usize = Stack::LEAST + SIZE / size_of::<Header>() * size_of::<Header>();

    /// Makes an arena without calls. No more than a few words of it are written.
    ///
    /// That `SIZE` is less than two gigabytes is checked as the program is compiled.
    ///
    /// # Examples
    ///
    /// ```
    /// #![feature(inline_async)]
    /// use std::future::inline_async::Arena;
    /// use std::pin::pin;
    ///
    /// let arena = pin!(Arena::<4096>::new());
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[rustc_const_unstable(feature = "inline_async", issue = "none")]
    #[inline]
    pub const fn new() -> Self {
        const { assert!(SIZE <= Stack::MOST - Stack::LEAST, "an arena cannot be that large") }
        Arena {
            contents: UnsafePinned::new(Contents {
                scope: Scope::unset(),
                memory: Memory(MaybeUninit::uninit(), [MaybeUninit::uninit(); SIZE]),
                #[cfg(target_has_atomic = "ptr")]
                taken: AtomicUsize::new(0),
                align: [],
            }),
        }
    }

    /// Takes the arena that a static holds, which succeeds once.
    ///
    /// This needs a compare-and-swap, and is not there on targets that have none.
    /// [`Pin::static_mut`] does the same there, and everywhere else, with any `&'static mut Arena`.
    ///
    /// # Examples
    ///
    /// ```
    /// #![feature(inline_async)]
    /// use std::future::inline_async::Arena;
    ///
    /// static ARENA: Arena<4096> = Arena::new();
    ///
    /// let arena = ARENA.take().unwrap();
    /// // There can be only one.
    /// assert!(ARENA.take().is_none());
    /// # drop(arena);
    /// ```
    #[cfg(target_has_atomic = "ptr")]
    #[unstable(feature = "inline_async", issue = "none")]
    pub fn take(&'static self) -> Option<Pin<&'static mut Self>> {
        // Nothing is ordered by this. Whoever used the arena before did so through a mutable
        // reference, and had to give that up for this shared one to be made.
        (self.taken().swap(1, Ordering::Relaxed) == 0).then(|| {
            // SAFETY: this is the first time, and there is none after it: the word stays as it is
            // until the arena is overwritten, which its `drop` prevents. So nobody has a mutable
            // reference to the arena, as a shared one allows for nothing but `take`. The arena is
            // not moved or dropped any more: it is borrowed for ever.
            //
            // Shared references to it may be around. `UnsafePinned` covers the arena as a whole, so
            // neither do they claim that it stays as it is nor does the mutable one claim that
            // nobody else has a pointer to it; all that they access is `taken`.
            unsafe { Pin::new_unchecked(&mut *(&raw const *self).cast_mut()) }
        })
    }

    #[cfg(target_has_atomic = "ptr")]
    #[inline]
    fn taken(&self) -> &AtomicUsize {
        // SAFETY: it is initialized, interior mutable, and only accessed through this function.
        unsafe { &(*self.contents.get()).taken }
    }

    #[inline]
    fn scope(&self) -> *mut Scope {
        // SAFETY: no more than the address is computed, inside of the arena.
        unsafe { &raw mut (*self.contents.get()).scope }
    }

    /// Makes the stack, in an arena that is pinned.
    #[cold]
    fn make_stack(&self) {
        // SAFETY: the memory has room for the lowest header and for `SIZE` bytes, is aligned for a
        // header and nobody uses it. The scope is the caller's.
        unsafe {
            let memory = NonNull::new_unchecked(&raw mut (*self.contents.get()).memory);
            (*self.scope()).set_stack(Stack::new(memory.cast(), Self::BYTES));
        }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<const SIZE: usize, const ALIGN: usize> Default for Arena<SIZE, ALIGN>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

// SAFETY: the arena is pinned and borrowed: its scope and its memory stay where they are until it
// is dropped, and if a call is in there then, `drop` does not return. It may go without a `drop`
// only if it has been forgotten, and then it is there for ever.
#[unstable(feature = "inline_async_internals", issue = "none")]
#[diagnostic::do_not_recommend]
unsafe impl<const SIZE: usize, const ALIGN: usize> ScopeArena for Pin<&mut Arena<SIZE, ALIGN>>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    #[inline]
    fn scope(&mut self) -> NonNull<Scope> {
        let scope = Arena::scope(self);
        // SAFETY: the scope is there, and whoever has the mutable reference has it alone.
        unsafe {
            if (*scope).stack().is_unset() {
                self.make_stack();
            }
            NonNull::new_unchecked(scope)
        }
    }
}

// SAFETY: an arena is bytes, and the words in it that several threads access are atomic. What a
// machine in it needs is the concern of the call that runs it.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<const SIZE: usize, const ALIGN: usize> Send for Arena<SIZE, ALIGN> where
    PlaceAlign<ALIGN>: SupportedAlign
{
}

// SAFETY: a shared reference allows for nothing but `take`, which is atomic, and for printing the
// type's parameters.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<const SIZE: usize, const ALIGN: usize> Sync for Arena<SIZE, ALIGN> where
    PlaceAlign<ALIGN>: SupportedAlign
{
}

#[unstable(feature = "inline_async", issue = "none")]
impl<const SIZE: usize, const ALIGN: usize> Drop for Arena<SIZE, ALIGN>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the scope is there, and nobody else has it.
        let mut stack = unsafe { (*self.scope()).stack() };
        // SAFETY: the stack is set, and its memory is there.
        if !stack.is_unset() && unsafe { stack.is_in_use() } {
            panic_nounwind(
                "an `Arena` was destroyed while a call has its memory there: \
                 calls may outlive a `HeapArena` only",
            );
        }
        // What is borrowed for ever is not dropped, but for `Pin::set`.
        #[cfg(target_has_atomic = "ptr")]
        if self.taken().load(Ordering::Relaxed) != 0 {
            panic_nounwind("an `Arena` that had been taken for ever was overwritten");
        }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<const SIZE: usize, const ALIGN: usize> fmt::Debug for Arena<SIZE, ALIGN>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arena")
            .field("size", &SIZE)
            .field("align", &align_of::<Self>())
            .finish_non_exhaustive()
    }
}
