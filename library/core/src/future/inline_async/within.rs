use super::scope::ScopeArena;
use crate::fmt;
use crate::future::Future;
use crate::pin::Pin;
use crate::task::{Context, ContextBuilder, Poll};

/// Polls a future inside a scope: calls on objects that find their own place find it in the arena.
///
/// Nothing of the code in between has to know: whatever the future calls, and what that calls,
/// takes its memory from the arena, where it would have come from the program's allocator. The
/// scope ends with each poll and begins again with the next one; it belongs to the future, not to
/// the thread.
///
/// * A call takes memory when it is polled for the first time, from the innermost scope that it is
///   polled in then, and keeps it until it is finished or dropped, on whatever thread. One that
///   fits its own few words takes none, nor does one that has a place: a binding, or
///   [`in_place`](super::InlineCall::in_place).
/// * What a call gave back is used again by later ones, in whatever order they come and go.
/// * Where the arena is full, a call takes memory from the program's allocator. In a program that
///   has none it panics.
///
/// # Arenas
///
/// | arena | given as | memory | calls may outlive it |
/// | --- | --- | --- | --- |
/// | [`HeapArena`] | itself, or `&mut` of it | chunks, which grow with the need | yes |
/// | [`Arena`] | `Pin<&mut Arena<SIZE>>` | `SIZE` bytes in a frame or a static | no: aborts |
///
/// Where there is an allocator, choose [`HeapArena`].
///
/// [`Arena`]: super::Arena
/// [`HeapArena`]: ../../../std/future/inline_async/struct.HeapArena.html
///
/// # Inside and outside
///
/// The [context](Context) that a future is polled with carries the scope. Whoever passes on the one
/// that it got, or makes another one [from it](ContextBuilder::from), passes on the scope. An
/// executor makes a context of its own, and what it polls with that is outside of every scope, even
/// if the executor is itself polled inside one. That goes for some combinators too:
///
/// | inside | outside |
/// | --- | --- |
/// | `.await`, [`join!`](macro@crate::future::join) | spawned tasks |
/// | `join!`, `select!`, `select_all` of `futures` | `FuturesUnordered`, `FuturesOrdered` |
/// | `join_all` of `futures`, up to 30 futures | `join_all` of more |
/// | `then`, `boxed`, `catch_unwind`, `abortable` | `buffered`, `for_each_concurrent`, `shared` |
/// | `join!`, `select!`, `timeout` of `tokio` | `JoinSet` of `tokio`, a nested `block_on` |
/// | `LocalSet::run_until` of `tokio` | |
/// | `join`, `select` of `embassy-futures` | `join` of `futures-concurrency` |
///
/// Outside, a call finds its place as it would without a scope. A task that is spawned can have a
/// scope of its own: `spawn(within(HeapArena::new(), future))`.
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// # use std::future::poll_fn;
/// # use std::pin::pin;
/// # use std::task::{Context, Poll, Waker};
/// use std::future::inline_async::{HeapArena, within};
///
/// trait Handler {
///     inline async fn handle(&mut self, request: u32) -> u32;
/// }
///
/// struct Double([u32; 32]);
///
/// impl Handler for Double {
///     async fn handle(&mut self, request: u32) -> u32 {
///         let held = self.0;
///         # poll_fn(|_| Poll::Ready(())).await;
///         held[request as usize % 32] + 2 * request
///     }
/// }
///
/// /// A library that knows nothing of scopes.
/// async fn serve(handler: &mut dyn Handler) -> u32 {
///     let mut sum = 0;
///     for request in 0..100 {
///         sum += handler.handle(request).await;
///     }
///     sum
/// }
///
/// let mut handler = Double([0; 32]);
/// // One allocation, whatever the number of calls.
/// let mut future = pin!(within(HeapArena::new(), serve(&mut handler)));
/// # let result = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
/// # assert_eq!(result, Poll::Ready(9900));
/// ```
#[unstable(feature = "inline_async", issue = "none")]
#[inline]
pub fn within<A: ScopeArena, F: Future>(arena: A, future: F) -> Within<A, F> {
    Within { future, arena }
}

/// A future inside a scope, which [`within`] makes.
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async)]
/// use std::future::Ready;
/// use std::future::inline_async::{HeapArena, Within, within};
///
/// let future: Within<HeapArena, Ready<u32>> = within(HeapArena::new(), std::future::ready(7));
/// # drop(future);
/// ```
#[unstable(feature = "inline_async", issue = "none")]
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct Within<A, F> {
    /// Dropped first, so that its calls have given back what they took when the arena goes.
    future: F,
    /// Never pinned.
    arena: A,
}

#[unstable(feature = "inline_async", issue = "none")]
impl<A, F: Unpin> Unpin for Within<A, F> {}

#[unstable(feature = "inline_async", issue = "none")]
impl<A: ScopeArena, F: Future> Future for Within<A, F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: the future is not moved, and the arena is not pinned.
        let this = unsafe { self.get_unchecked_mut() };
        let mut inside = ContextBuilder::from(cx);
        // The context does not outlive this poll, and nothing but the future is used until then:
        // that is what an arena asks for.
        inside.scope = Some(this.arena.scope().cast());
        // SAFETY: it is pinned with the whole.
        unsafe { Pin::new_unchecked(&mut this.future) }.poll(&mut inside.build())
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<A, F> fmt::Debug for Within<A, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Within").finish_non_exhaustive()
    }
}
