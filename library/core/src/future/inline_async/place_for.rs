use super::frame_memory::{self, FrameMemory};
use super::{InlineCoroutine, ObjectPlace, PlaceError};
use crate::alloc::Layout;
use crate::fmt;
use crate::iter::FusedIterator;
use crate::pin::Pin;
use crate::ptr::NonNull;

/// The room that the machine of `T` for the object type `D` needs, inside the enclosing frame or in
/// a static.
///
/// It is an [`InlinePlace`] that need not be told how large it is, also where `T` is a type
/// parameter. The place itself cannot be used as one; `Pin<&mut PlaceFor<T, D>>` can. It serves
/// other machines too if they fit it.
///
/// Like that of an [`InlineCoroutine`], its size cannot be asked for inside one of `T`'s own
/// `inline async` methods.
///
/// # Aborts
///
/// When the place is dropped while a call is in it that was leaked as it was running, and when one
/// that was [taken](Self::take) is overwritten, as an [`InlinePlace`] does.
///
/// [`InlinePlace`]: super::InlinePlace
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// # use std::task::{Context, Poll, Waker};
/// use std::future::inline_async::PlaceFor;
/// use std::pin::pin;
///
/// trait Counter {
///     inline async fn next(&mut self) -> u32;
/// }
/// # struct UpFrom(u32);
/// # impl Counter for UpFrom {
/// #     async fn next(&mut self) -> u32 { self.0 += 1; self.0 }
/// # }
///
/// async fn sum<T: Counter>(counter: &mut T) -> u32 {
///     let mut place = pin!(PlaceFor::<T, dyn Counter>::new());
///     let counter: &mut dyn Counter = counter;
///     let mut sum = 0;
///     for _ in 0..3 {
///         // There is room for it, whatever `T` is.
///         sum += counter.next().in_place(place.as_mut()).unwrap().await;
///     }
///     sum
/// }
/// # let mut counter = UpFrom(0);
/// # let mut future = pin!(sum(&mut counter));
/// # let result = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
/// # assert_eq!(result, Poll::Ready(6));
/// ```
#[unstable(feature = "inline_async", issue = "none")]
#[must_use]
pub struct PlaceFor<T, D: ?Sized> {
    memory: FrameMemory<InlineCoroutine<T, D>>,
}

impl<T, D: ?Sized> PlaceFor<T, D> {
    /// Makes a place, which is empty. No more than two words of it are written.
    ///
    /// # Examples
    ///
    /// See [`PlaceFor`].
    #[unstable(feature = "inline_async", issue = "none")]
    #[rustc_const_unstable(feature = "inline_async", issue = "none")]
    #[inline]
    pub const fn new() -> Self {
        PlaceFor { memory: FrameMemory::new() }
    }

    /// Takes the place that a static holds, which succeeds once.
    ///
    /// This needs a compare-and-swap, and is not there on targets that have none.
    /// [`Pin::static_mut`] does the same there, and everywhere else, with any
    /// `&'static mut PlaceFor`: one from `Box::leak`, from a `static mut` that is borrowed once, or
    /// from a crate that hands out what a static holds.
    ///
    /// # Examples
    ///
    /// ```edition2024
    /// #![feature(inline_async_fn, inline_async)]
    /// use std::future::inline_async::PlaceFor;
    ///
    /// trait Ping {
    ///     inline async fn ping(&self);
    /// }
    ///
    /// struct Server([u8; 4]);
    ///
    /// impl Ping for Server {
    ///     async fn ping(&self) {}
    /// }
    ///
    /// static PLACE: PlaceFor<Server, dyn Ping> = PlaceFor::new();
    ///
    /// let server: &dyn Ping = &Server([127, 0, 0, 1]);
    /// assert!(server.ping().in_place(PLACE.take().unwrap()).is_ok());
    /// // There can be only one.
    /// assert!(PLACE.take().is_none());
    /// ```
    #[cfg(target_has_atomic = "ptr")]
    #[unstable(feature = "inline_async", issue = "none")]
    pub fn take(&'static self) -> Option<Pin<&'static mut Self>> {
        self.memory.take().then(|| {
            // SAFETY: as for `InlinePlace`: this is the first time, and there is none after it. The
            // place is borrowed for ever, and what shared references to it access is only whether
            // it is taken.
            unsafe { Pin::new_unchecked(&mut *(&raw const *self).cast_mut()) }
        })
    }

    /// Takes many places apart, each of which is then used by itself.
    ///
    /// This is an associated function, called as `PlaceFor::each_pin_mut(places)`, as an array has
    /// no methods of its element.
    ///
    /// # Examples
    ///
    /// ```edition2024
    /// #![feature(inline_async_fn, inline_async)]
    /// use std::future::inline_async::{PlaceFor, Placed};
    /// use std::pin::pin;
    ///
    /// trait Ping {
    ///     inline async fn ping(&self);
    /// }
    ///
    /// fn bind<T: Ping, const N: usize>(servers: &[T; N]) {
    ///     let places = pin!([const { PlaceFor::<T, dyn Ping>::new() }; N]);
    ///     let mut places = PlaceFor::each_pin_mut(places).into_iter();
    ///     let servers = servers.each_ref().map(|server| {
    ///         Placed::new_in(server as &dyn Ping, places.next().unwrap()).unwrap()
    ///     });
    ///     // … and use all of them at once.
    /// #   drop(servers);
    /// }
    /// # struct Server;
    /// # impl Ping for Server { async fn ping(&self) {} }
    /// # bind(&[Server, Server]);
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[must_use]
    #[inline]
    pub fn each_pin_mut<const N: usize>(places: Pin<&mut [Self; N]>) -> [Pin<&mut Self>; N] {
        frame_memory::each_pin_mut(places)
    }

    /// Takes any number of places apart, each of which is then used by itself.
    ///
    /// This is an associated function, called as `PlaceFor::iter_pin_mut(places)`, as a slice has
    /// no methods of its element.
    ///
    /// # Examples
    ///
    /// ```edition2024
    /// #![feature(inline_async_fn, inline_async)]
    /// use std::future::inline_async::{PlaceFor, Placed};
    ///
    /// trait Ping {
    ///     inline async fn ping(&self);
    /// }
    ///
    /// fn bind<T: Ping>(servers: &[T]) {
    ///     let places = servers.iter().map(|_| PlaceFor::<T, dyn Ping>::new());
    ///     let mut places = Box::into_pin(places.collect::<Box<[_]>>());
    ///     let servers: Vec<_> = servers
    ///         .iter()
    ///         .zip(PlaceFor::iter_pin_mut(places.as_mut()))
    ///         .map(|(server, place)| Placed::new_in(server as &dyn Ping, place).unwrap())
    ///         .collect();
    ///     // … and use all of them at once.
    /// #   drop(servers);
    /// }
    /// # struct Server;
    /// # impl Ping for Server { async fn ping(&self) {} }
    /// # bind(&[Server, Server]);
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[inline]
    pub fn iter_pin_mut(
        places: Pin<&mut [Self]>,
    ) -> impl DoubleEndedIterator<Item = Pin<&mut Self>> + ExactSizeIterator + FusedIterator {
        frame_memory::iter_pin_mut(places)
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<T, D: ?Sized> Default for PlaceFor<T, D> {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

// SAFETY: as for `InlinePlace`: the memory is inside the place, which is pinned, and if there is a
// future in it as the place is dropped, `drop` does not return. Nothing but the first word is
// accessed through the place, and that atomically.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<T, D: ?Sized> ObjectPlace for Pin<&mut PlaceFor<T, D>> {
    #[inline]
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        self.memory.reserve(layout, Layout::new::<InlineCoroutine<T, D>>())
    }

    #[inline]
    unsafe fn release(&mut self, _memory: NonNull<u8>, _layout: Layout) {
        // The tag says that there is no future in it, which is all.
    }
}

// SAFETY: no `T` and no `D` is in there but as what a call that was leaked refers to, which is not
// accessed.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<#[may_dangle] T, #[may_dangle] D: ?Sized> Drop for PlaceFor<T, D> {
    #[inline]
    fn drop(&mut self) {
        self.memory.vacate(
            "a `PlaceFor` was destroyed while a call that was leaked is running in it",
            "a `PlaceFor` that had been taken for ever was overwritten",
        );
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<T, D: ?Sized> fmt::Debug for PlaceFor<T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlaceFor")
            .field("layout", &Layout::new::<InlineCoroutine<T, D>>())
            .finish_non_exhaustive()
    }
}
