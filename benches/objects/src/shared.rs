//! Methods that take `&self`, so that many calls of one object run at once.
//!
//! Beside two small methods the trait has one that holds 16 kB, which nobody calls: what it costs
//! is room.

use std::cell::Cell;
use std::future::inline_async::{layout_for, placeable};
use std::hint::black_box;

use async_trait::async_trait;
use dynify::dynify;
use dynosaur::dynosaur;
use futures_core::future::LocalBoxFuture;

use crate::apart::{Apart, NotInlined};

/// Counts what is read.
#[derive(Default)]
pub struct Counts {
    total: Cell<u64>,
}

macro_rules! count_body {
    ($this:expr, $x:expr) => {{
        $this.total.set($this.total.get().wrapping_add(black_box($x)));
        $x
    }};
}

macro_rules! wait_body {
    ($this:expr, $x:expr) => {{
        crate::suspend().await;
        count_body!($this, $x)
    }};
}

/// Holds 64 bytes while it waits.
macro_rules! small_body {
    ($this:expr, $x:expr) => {{
        let mut held = [$x; 8];
        black_box(&mut held);
        crate::suspend().await;
        count_body!($this, black_box(&held)[3])
    }};
}

macro_rules! large_body {
    ($this:expr) => {{
        let mut held = [0_u8; 16384];
        black_box(&mut held);
        crate::suspend().await;
        count_body!($this, u64::from(black_box(&held)[9]))
    }};
}

macro_rules! declare {
    ($(#[$attribute:meta])* trait $Reads:ident, $(#[$other:meta])* trait $Stores:ident,
     $($keyword:ident)*) => {
        $(#[$attribute])*
        #[allow(async_fn_in_trait)]
        pub trait $Reads {
            $($keyword)* fn read(&self, x: u64) -> u64;
            $($keyword)* fn wait(&self, x: u64) -> u64;
        }

        $(#[$other])*
        #[allow(async_fn_in_trait)]
        pub trait $Stores {
            $($keyword)* fn small(&self, x: u64) -> u64;
            $($keyword)* fn large(&self) -> u64;
        }
    };
}

macro_rules! implement {
    ($(#[$attribute:meta])* impl $Reads:ident, $Stores:ident) => {
        $(#[$attribute])*
        impl $Reads for Counts {
            async fn read(&self, x: u64) -> u64 {
                count_body!(self, x)
            }

            async fn wait(&self, x: u64) -> u64 {
                wait_body!(self, x)
            }
        }

        $(#[$attribute])*
        impl $Stores for Counts {
            async fn small(&self, x: u64) -> u64 {
                small_body!(self, x)
            }

            async fn large(&self) -> u64 {
                large_body!(self)
            }
        }
    };
}

macro_rules! by_hand {
    (trait $Reads:ident, trait $Stores:ident $(, $Super:ident)?; $Future:ty, $make:path) => {
        pub trait $Reads $(: $Super)? {
            fn read(&self, x: u64) -> $Future;
            fn wait(&self, x: u64) -> $Future;
        }

        pub trait $Stores $(: $Super)? {
            fn small(&self, x: u64) -> $Future;
            fn large(&self) -> $Future;
        }

        impl $Reads for Counts {
            fn read(&self, x: u64) -> $Future {
                $make(async move { count_body!(self, x) })
            }

            fn wait(&self, x: u64) -> $Future {
                $make(async move { wait_body!(self, x) })
            }
        }

        impl $Stores for Counts {
            fn small(&self, x: u64) -> $Future {
                $make(async move { small_body!(self, x) })
            }

            fn large(&self) -> $Future {
                $make(async move { large_body!(self) })
            }
        }
    };
}

declare!(trait Static, trait StaticStore, async);
implement!(impl Static, StaticStore);

impl<I: Static> Static for Apart<I> {
    #[inline]
    fn read(&self, x: u64) -> impl Future<Output = u64> {
        NotInlined(self.0.read(x))
    }

    #[inline]
    fn wait(&self, x: u64) -> impl Future<Output = u64> {
        NotInlined(self.0.wait(x))
    }
}

impl<I: StaticStore> StaticStore for Apart<I> {
    #[inline]
    fn small(&self, x: u64) -> impl Future<Output = u64> {
        NotInlined(self.0.small(x))
    }

    #[inline]
    fn large(&self) -> impl Future<Output = u64> {
        NotInlined(self.0.large())
    }
}

declare!(
    #[async_trait(?Send)]
    trait AsyncTrait,
    #[async_trait(?Send)]
    trait AsyncTraitStore,
    async
);
implement!(#[async_trait(?Send)] impl AsyncTrait, AsyncTraitStore);

declare!(
    #[dynify]
    trait Dynified,
    #[dynify]
    trait DynifiedStore,
    async
);
implement!(impl Dynified, DynifiedStore);

declare!(
    #[dynosaur(pub DynDynosaur = dyn(box) Dynosaur)]
    trait Dynosaur,
    #[dynosaur(pub DynDynosaurStore = dyn(box) DynosaurStore)]
    trait DynosaurStore,
    async
);
implement!(impl Dynosaur, DynosaurStore);

by_hand!(trait Boxed, trait BoxedStore; LocalBoxFuture<'_, u64>, Box::pin);

declare!(
    #[placeable]
    trait Reads,
    #[placeable]
    trait Stores,
    inline async
);
implement!(impl Reads, Stores);

/// Bytes of the machine of the trait with small methods.
pub const SIZE: usize = layout_for::<Counts, dyn Reads>().size();

macro_rules! maker {
    ($name:ident, $Trait:path) => {
        #[inline(never)]
        pub fn $name() -> Box<dyn $Trait> {
            black_box(Box::new(Counts::default()))
        }
    };
}

maker!(by_async_trait, AsyncTrait);
maker!(by_async_trait_store, AsyncTraitStore);
maker!(dynified, DynDynified);
maker!(dynified_store, DynDynifiedStore);
maker!(boxed, Boxed);
maker!(boxed_store, BoxedStore);
maker!(inline, Reads);
maker!(inline_store, Stores);

#[inline(never)]
pub fn by_dynosaur() -> Box<DynDynosaur<'static>> {
    black_box(DynDynosaur::new_box(Counts::default()))
}

#[inline(never)]
pub fn by_dynosaur_store() -> Box<DynDynosaurStore<'static>> {
    black_box(DynDynosaurStore::new_box(Counts::default()))
}
