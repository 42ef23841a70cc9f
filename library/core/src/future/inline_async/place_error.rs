use crate::alloc::Layout;
use crate::error::Error;
use crate::fmt;

/// A place has no memory for a machine.
///
/// It carries what could not be used, so that nothing is lost: the call and the place where a
/// [call] could not be placed, the pointer and the place where a [binding] could not be made.
///
/// [call]: super::InlineCall::in_place
/// [binding]: super::Placed::new_in
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// use std::future::inline_async::InlinePlace;
/// use std::pin::pin;
///
/// trait Hash {
///     inline async fn hash(&mut self) -> u64;
/// }
/// # struct Tree;
/// # impl Hash for Tree { async fn hash(&mut self) -> u64 { 7 } }
///
/// let tree: &mut dyn Hash = &mut Tree;
/// let place = pin!(InlinePlace::<4>::new());
///
/// let error = tree.hash().in_place(place).unwrap_err();
/// assert!(error.required().size() > 4);
/// // The call is as it was, and runs elsewhere.
/// let (call, _place) = error.into_inner();
/// # drop(call);
/// ```
#[unstable(feature = "inline_async", issue = "none")]
pub struct PlaceError<T> {
    required: Layout,
    reason: Reason,
    inner: T,
}

#[derive(Clone, Copy)]
enum Reason {
    TooSmall(Layout),
    Occupied,
    OutOfMemory,
}

impl PlaceError<()> {
    /// The place has room for `available` where a machine needs `required`.
    ///
    /// # Examples
    ///
    /// ```
    /// #![feature(inline_async)]
    /// use std::alloc::Layout;
    /// use std::future::inline_async::PlaceError;
    ///
    /// let error = PlaceError::too_small(Layout::new::<[u64; 4]>(), Layout::new::<u64>());
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the machine needs 32 bytes aligned to 8, the place has 8 bytes aligned to 8",
    /// );
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[must_use]
    pub const fn too_small(required: Layout, available: Layout) -> Self {
        PlaceError { required, reason: Reason::TooSmall(available), inner: () }
    }

    /// The place's memory is in use for ever, because a call was leaked in it.
    ///
    /// # Examples
    ///
    /// ```
    /// #![feature(inline_async)]
    /// use std::alloc::Layout;
    /// use std::future::inline_async::PlaceError;
    ///
    /// let error = PlaceError::occupied(Layout::new::<u64>());
    /// assert_eq!(error.required(), Layout::new::<u64>());
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[must_use]
    pub const fn occupied(required: Layout) -> Self {
        PlaceError { required, reason: Reason::Occupied, inner: () }
    }

    /// The place's allocator has no memory for a machine.
    ///
    /// # Examples
    ///
    /// ```
    /// #![feature(inline_async)]
    /// use std::alloc::Layout;
    /// use std::future::inline_async::PlaceError;
    ///
    /// let error = PlaceError::out_of_memory(Layout::new::<u64>());
    /// assert_eq!(error.required(), Layout::new::<u64>());
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[must_use]
    pub const fn out_of_memory(required: Layout) -> Self {
        PlaceError { required, reason: Reason::OutOfMemory, inner: () }
    }

    #[inline]
    pub(super) fn with_inner<T>(self, inner: T) -> PlaceError<T> {
        PlaceError { required: self.required, reason: self.reason, inner }
    }
}

impl<T> PlaceError<T> {
    /// The layout of the machine that found no room.
    ///
    /// # Examples
    ///
    /// See [`PlaceError`].
    #[unstable(feature = "inline_async", issue = "none")]
    #[must_use]
    pub const fn required(&self) -> Layout {
        self.required
    }

    /// What could not be used, unharmed.
    ///
    /// # Examples
    ///
    /// See [`PlaceError`].
    #[unstable(feature = "inline_async", issue = "none")]
    #[must_use = "what could not be used is dropped otherwise; `without_inner` says so"]
    pub fn into_inner(self) -> T {
        self.inner
    }

    /// The error alone, which lives as long as one likes. What could not be used is dropped.
    ///
    /// # Examples
    ///
    /// ```
    /// #![feature(inline_async)]
    /// use std::error::Error;
    /// use std::future::inline_async::{ObjectPlace, PlaceError};
    ///
    /// fn erase<'a>(error: PlaceError<(&'a str, &'a mut dyn ObjectPlace)>) -> Box<dyn Error> {
    ///     Box::new(error.without_inner())
    /// }
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[must_use]
    pub fn without_inner(self) -> PlaceError<()> {
        PlaceError { required: self.required, reason: self.reason, inner: () }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<T> fmt::Debug for PlaceError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut f = f.debug_struct("PlaceError");
        f.field("required", &self.required);
        match self.reason {
            Reason::TooSmall(available) => f.field("available", &available),
            Reason::Occupied => f.field("available", &"occupied"),
            Reason::OutOfMemory => f.field("available", &"out of memory"),
        };
        f.finish_non_exhaustive()
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<T> fmt::Display for PlaceError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (size, align) = (self.required.size(), self.required.align());
        write!(f, "the machine needs {size} bytes aligned to {align}, ")?;
        match self.reason {
            Reason::TooSmall(available) => {
                let (size, align) = (available.size(), available.align());
                write!(f, "the place has {size} bytes aligned to {align}")
            }
            Reason::Occupied => f.write_str("the place is occupied by a call that was leaked"),
            Reason::OutOfMemory => f.write_str("the allocator of the place has no memory left"),
        }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<T> Error for PlaceError<T> {}
