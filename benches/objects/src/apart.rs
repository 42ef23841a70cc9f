//! The least that an `async fn` costs which is not inlined: its type is known, and each poll is one
//! call. That is what a call on an object would cost if `dyn` cost nothing but that call.

use std::pin::Pin;
use std::task::{Context, Poll};

use crate::floor::{Call, Eight};

/// An object each of whose calls is not inlined.
#[derive(Default)]
pub struct Apart<I>(pub I);

/// A future whose `poll` is a function of its own.
pub struct NotInlined<F>(pub F);

impl<F: Future> Future for NotInlined<F> {
    type Output = F::Output;

    #[inline(never)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: the field is pinned with the whole: nothing else is done with it.
        let future = unsafe { self.map_unchecked_mut(|this| &mut this.0) };
        future.poll(context)
    }
}

impl<I: Call> Call for Apart<I> {
    #[inline]
    fn call(&mut self, x: u64) -> impl Future<Output = u64> {
        NotInlined(self.0.call(x))
    }
}

macro_rules! eight_apart {
    ($($name:ident)*) => {
        impl<I: Eight> Eight for Apart<I> {
            $(#[inline]
            fn $name(&mut self, x: u64) -> impl Future<Output = u64> {
                NotInlined(self.0.$name(x))
            })*
        }
    };
}

eight_apart!(m0 m1 m2 m3 m4 m5 m6 m7);
