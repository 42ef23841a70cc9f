//! Objects that tasks on several threads call: `dyn _ + Send`, and suspensions that wake.

use std::future::inline_async::layout_for;
use std::hint::black_box;
use std::task::{Context, Poll};

use async_trait::async_trait;
use dynify::dynify;
use dynosaur::dynosaur;
use futures_core::future::BoxFuture;
use stackfuture::StackFuture;
use tokio::task::yield_now;

/// Lets other tasks run in each call.
#[derive(Default)]
pub struct Yields {
    total: u64,
    yielded: bool,
}

macro_rules! yields_body {
    ($this:expr, $x:expr) => {{
        yield_now().await;
        ready_body!($this, $x)
    }};
}

/// The floor.
pub trait Static {
    fn call(&mut self, x: u64) -> impl Future<Output = u64> + Send;
}

impl Static for Yields {
    async fn call(&mut self, x: u64) -> u64 {
        yields_body!(self, x)
    }
}

/// By hand. It wakes at once where `yield_now` has the runtime do so a little later.
pub trait Polled {
    fn poll_call(&mut self, cx: &mut Context<'_>, x: u64) -> Poll<u64>;
}

impl Polled for Yields {
    fn poll_call(&mut self, cx: &mut Context<'_>, x: u64) -> Poll<u64> {
        if !self.yielded {
            self.yielded = true;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.yielded = false;
        Poll::Ready(ready_body!(self, x))
    }
}

/// `async-trait`.
#[async_trait]
pub trait AsyncTrait {
    async fn call(&mut self, x: u64) -> u64;
}

#[async_trait]
impl AsyncTrait for Yields {
    async fn call(&mut self, x: u64) -> u64 {
        yields_body!(self, x)
    }
}

/// `dynosaur`.
#[dynosaur(pub DynDynosaur = dyn(box) Dynosaur)]
pub trait Dynosaur: Send {
    fn call(&mut self, x: u64) -> impl Future<Output = u64> + Send;
}

impl Dynosaur for Yields {
    async fn call(&mut self, x: u64) -> u64 {
        yields_body!(self, x)
    }
}

/// `dynify`.
#[dynify]
pub trait Dynified: Send {
    fn call(&mut self, x: u64) -> impl Future<Output = u64> + Send;
}

impl Dynified for Yields {
    async fn call(&mut self, x: u64) -> u64 {
        yields_body!(self, x)
    }
}

/// `stackfuture`.
pub trait Stacked: Send {
    fn call(&mut self, x: u64) -> StackFuture<'_, u64, 64>;
}

impl Stacked for Yields {
    fn call(&mut self, x: u64) -> StackFuture<'_, u64, 64> {
        StackFuture::from(async move { yields_body!(self, x) })
    }
}

/// A boxed future by hand.
pub trait Boxed {
    fn call(&mut self, x: u64) -> BoxFuture<'_, u64>;
}

impl Boxed for Yields {
    fn call(&mut self, x: u64) -> BoxFuture<'_, u64> {
        Box::pin(async move { yields_body!(self, x) })
    }
}

/// This feature.
pub trait Call {
    inline async fn call(&mut self, x: u64) -> u64;
}

impl Call for Yields {
    async fn call(&mut self, x: u64) -> u64 {
        yields_body!(self, x)
    }
}

/// Bytes of the machine.
pub const SIZE: usize = layout_for::<Yields, dyn Call>().size();

macro_rules! maker {
    ($name:ident, $Trait:path) => {
        #[inline(never)]
        pub fn $name() -> Box<dyn $Trait + Send> {
            black_box(Box::new(Yields::default()))
        }
    };
}

maker!(polled, Polled);
maker!(by_async_trait, AsyncTrait);
maker!(dynified, DynDynified);
maker!(stacked, Stacked);
maker!(boxed, Boxed);
maker!(inline, Call);

#[inline(never)]
pub fn by_dynosaur() -> Box<DynDynosaur<'static>> {
    black_box(DynDynosaur::new_box(Yields::default()))
}
