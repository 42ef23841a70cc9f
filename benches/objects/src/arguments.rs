//! Methods with many arguments, with none, and with one that is passed in memory.

use std::future::inline_async::{layout_for, placeable};
use std::hint::black_box;
use std::task::{Context, Poll};

use async_trait::async_trait;
use dynify::dynify;
use dynosaur::dynosaur;
use futures_core::future::LocalBoxFuture;
use stackfuture::StackFuture;

use crate::apart::{Apart, NotInlined};

/// Adds its arguments up.
#[derive(Default)]
pub struct Sums {
    total: u64,
}

/// An argument that is passed in memory.
pub type Large = [u64; 16];

macro_rules! large_body {
    ($this:expr, $large:expr) => {{
        let large = black_box(&$large);
        ready_body!($this, large[3].wrapping_add(large[9]))
    }};
}

macro_rules! declare {
    ($(#[$attribute:meta])* trait $Trait:ident, $($keyword:ident)*) => {
        $(#[$attribute])*
        #[allow(async_fn_in_trait)]
        pub trait $Trait {
            $($keyword)* fn none(&mut self) -> u64;
            $($keyword)* fn two(&mut self, a: u64, b: u64) -> u64;
            $($keyword)* fn six(&mut self, a: u64, b: u64, c: u64, d: u64, e: u64, f: u64) -> u64;
            $($keyword)* fn large(&mut self, large: Large) -> u64;
        }
    };
}

macro_rules! implement {
    ($(#[$attribute:meta])* impl $Trait:ident) => {
        $(#[$attribute])*
        impl $Trait for Sums {
            async fn none(&mut self) -> u64 {
                ready_body!(self, 1)
            }

            async fn two(&mut self, a: u64, b: u64) -> u64 {
                ready_body!(self, a + b)
            }

            async fn six(&mut self, a: u64, b: u64, c: u64, d: u64, e: u64, f: u64) -> u64 {
                ready_body!(self, a + b + c + d + e + f)
            }

            async fn large(&mut self, large: Large) -> u64 {
                large_body!(self, large)
            }
        }
    };
}

/// A trait whose methods give a future that is made of a block.
macro_rules! by_hand {
    ($(#[$attribute:meta])* trait $Trait:ident $(: $Super:ident)?, $Future:ty, $make:path) => {
        $(#[$attribute])*
        pub trait $Trait $(: $Super)? {
            fn none(&mut self) -> $Future;
            fn two(&mut self, a: u64, b: u64) -> $Future;
            fn six(&mut self, a: u64, b: u64, c: u64, d: u64, e: u64, f: u64) -> $Future;
            fn large(&mut self, large: Large) -> $Future;
        }

        impl $Trait for Sums {
            fn none(&mut self) -> $Future {
                $make(async move { ready_body!(self, 1) })
            }

            fn two(&mut self, a: u64, b: u64) -> $Future {
                $make(async move { ready_body!(self, a + b) })
            }

            fn six(&mut self, a: u64, b: u64, c: u64, d: u64, e: u64, f: u64) -> $Future {
                $make(async move { ready_body!(self, a + b + c + d + e + f) })
            }

            fn large(&mut self, large: Large) -> $Future {
                $make(async move { large_body!(self, large) })
            }
        }
    };
}

declare!(
    /// The floor.
    trait Static, async
);
implement!(impl Static);

impl<I: Static> Static for Apart<I> {
    #[inline]
    fn none(&mut self) -> impl Future<Output = u64> {
        NotInlined(self.0.none())
    }

    #[inline]
    fn two(&mut self, a: u64, b: u64) -> impl Future<Output = u64> {
        NotInlined(self.0.two(a, b))
    }

    #[inline]
    fn six(&mut self, a: u64, b: u64, c: u64, d: u64, e: u64, f: u64) -> impl Future<Output = u64> {
        NotInlined(self.0.six(a, b, c, d, e, f))
    }

    #[inline]
    fn large(&mut self, large: Large) -> impl Future<Output = u64> {
        NotInlined(self.0.large(large))
    }
}

/// By hand.
pub trait Polled {
    fn poll_none(&mut self, cx: &mut Context<'_>) -> Poll<u64>;
    fn poll_two(&mut self, cx: &mut Context<'_>, a: u64, b: u64) -> Poll<u64>;
    #[allow(clippy::too_many_arguments)]
    fn poll_six(
        &mut self,
        cx: &mut Context<'_>,
        a: u64,
        b: u64,
        c: u64,
        d: u64,
        e: u64,
        f: u64,
    ) -> Poll<u64>;
    fn poll_large(&mut self, cx: &mut Context<'_>, large: &Large) -> Poll<u64>;
}

impl Polled for Sums {
    fn poll_none(&mut self, _: &mut Context<'_>) -> Poll<u64> {
        Poll::Ready(ready_body!(self, 1))
    }

    fn poll_two(&mut self, _: &mut Context<'_>, a: u64, b: u64) -> Poll<u64> {
        Poll::Ready(ready_body!(self, a + b))
    }

    fn poll_six(
        &mut self,
        _: &mut Context<'_>,
        a: u64,
        b: u64,
        c: u64,
        d: u64,
        e: u64,
        f: u64,
    ) -> Poll<u64> {
        Poll::Ready(ready_body!(self, a + b + c + d + e + f))
    }

    fn poll_large(&mut self, _: &mut Context<'_>, large: &Large) -> Poll<u64> {
        Poll::Ready(large_body!(self, *large))
    }
}

declare!(
    /// `async-trait`.
    #[async_trait(?Send)]
    trait AsyncTrait, async
);
implement!(#[async_trait(?Send)] impl AsyncTrait);

declare!(
    /// `dynify`.
    #[dynify]
    trait Dynified, async
);
implement!(impl Dynified);

declare!(
    /// `dynosaur`.
    #[dynosaur(pub DynDynosaur = dyn(box) Dynosaur)]
    trait Dynosaur, async
);
implement!(impl Dynosaur);

/// Room for the futures of the small methods, and of the one with an argument in memory, with a
/// library that has it chosen.
pub const SMALL: usize = 128;
pub const LARGE: usize = 320;

by_hand!(
    /// `stackfuture`, which asks for `Send`.
    trait Stacked: Send, StackFuture<'_, u64, SMALL>, StackFuture::from_or_box
);

by_hand!(
    /// A boxed future by hand.
    trait Boxed, LocalBoxFuture<'_, u64>, Box::pin
);

declare!(
    /// This feature.
    #[placeable]
    trait Arguments, inline async
);
implement!(impl Arguments);

/// Bytes of the machine.
pub const SIZE: usize = layout_for::<Sums, dyn Arguments>().size();

macro_rules! maker {
    ($name:ident, $Trait:path) => {
        #[inline(never)]
        pub fn $name() -> Box<dyn $Trait> {
            black_box(Box::new(Sums::default()))
        }
    };
}

maker!(polled, Polled);
maker!(by_async_trait, AsyncTrait);
maker!(dynified, DynDynified);
maker!(stacked, Stacked);
maker!(boxed, Boxed);
maker!(inline, Arguments);

#[inline(never)]
pub fn by_dynosaur() -> Box<DynDynosaur<'static>> {
    black_box(DynDynosaur::new_box(Sums::default()))
}
