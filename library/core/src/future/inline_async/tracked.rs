use crate::future::Future;
use crate::intrinsics;
use crate::panic::Location;
use crate::pin::Pin;
use crate::task::{Context, Poll};

/// Something of a `#[track_caller]` method, with where the method was called: the arguments in a
/// call, the future in a machine.
///
/// The implementation runs when the call is polled, in functions of this module. They are
/// not what it is to see as its caller.
#[lang = "inline_async_tracked"]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[derive(Debug)]
pub struct Tracked<T> {
    // In step with the `run` of a method, which takes the arguments out and puts the future in.
    pub(super) value: T,
    pub(super) caller: &'static Location<'static>,
}

#[unstable(feature = "inline_async_internals", issue = "none")]
impl<F: Future> Future for Tracked<F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let caller = self.caller;
        // SAFETY: the future is a part of what is pinned, and is not moved out of it.
        let future = unsafe { self.map_unchecked_mut(|this| &mut this.value) };
        poll_called_from(future, cx, caller)
    }
}

// Inlined before code generation, the location would be that of the function which it is in.
#[rustc_no_mir_inline]
#[inline]
fn poll_called_from<F: Future>(
    future: Pin<&mut F>,
    cx: &mut Context<'_>,
    caller: &'static Location<'static>,
) -> Poll<F::Output> {
    intrinsics::inline_async_called_from(caller);
    future.poll(cx)
}

/// Polls a future of which it is not known who called the method. If its `poll`, whose function item is
/// `P`, asks for its caller, that is its own definition, as it is of a method of any object; it would
/// be a line of this function.
#[inline(always)]
pub(super) fn poll_called_from_definition<F: Future, P>(
    future: Pin<&mut F>,
    cx: &mut Context<'_>,
    _poll: P,
) -> Poll<F::Output> {
    if const { intrinsics::inline_async_is_tracked::<P>() } {
        poll_called_from(future, cx, const { intrinsics::inline_async_defined_at::<P>() })
    } else {
        future.poll(cx)
    }
}
