//! Objects that are closed by value: a method that consumes its object.
//!
//! Where a library has no such methods, `self: Box<Self>` does what is wanted. Dynosaur has
//! neither.

use std::future::inline_async::layout_for;
use std::hint::black_box;
use std::task::{Context, Poll};

use async_trait::async_trait;
use dynify::dynify;
use futures_core::future::LocalBoxFuture;
use stackfuture::StackFuture;

/// An object with something to be dropped.
pub struct Connection {
    total: u64,
    suspended: bool,
    token: Token,
}

/// Is seen to be dropped.
struct Token(u64);

impl Drop for Token {
    fn drop(&mut self) {
        black_box(self.0);
    }
}

impl Connection {
    /// An object for a caller that knows its type.
    pub fn new(x: u64) -> Self {
        Connection { total: black_box(x), suspended: false, token: Token(x) }
    }
}

macro_rules! close_body {
    ($this:expr) => {{
        crate::suspend().await;
        $this.total.wrapping_add($this.token.0)
    }};
}

/// The floor.
pub trait Static {
    fn close(self) -> impl Future<Output = u64>;
}

impl Static for Connection {
    async fn close(self) -> u64 {
        close_body!(self)
    }
}

/// By hand: polled until it is ready, then dropped by the caller.
pub trait Polled {
    fn poll_close(&mut self, cx: &mut Context<'_>) -> Poll<u64>;
}

impl Polled for Connection {
    fn poll_close(&mut self, _: &mut Context<'_>) -> Poll<u64> {
        if !std::mem::replace(&mut self.suspended, true) {
            return Poll::Pending;
        }
        Poll::Ready(self.total.wrapping_add(self.token.0))
    }
}

/// `async-trait`.
#[async_trait(?Send)]
pub trait AsyncTrait {
    async fn close(self: Box<Self>) -> u64;
}

#[async_trait(?Send)]
impl AsyncTrait for Connection {
    async fn close(self: Box<Self>) -> u64 {
        close_body!(self)
    }
}

/// `dynify`.
#[dynify]
#[allow(async_fn_in_trait)]
pub trait Dynified {
    async fn close(self: Box<Self>) -> u64;
}

impl Dynified for Connection {
    async fn close(self: Box<Self>) -> u64 {
        close_body!(self)
    }
}

/// `stackfuture`, which asks for `Send`.
pub trait Stacked: Send {
    fn close(self: Box<Self>) -> StackFuture<'static, u64, 64>;
}

impl Stacked for Connection {
    fn close(self: Box<Self>) -> StackFuture<'static, u64, 64> {
        StackFuture::from_or_box(async move { close_body!(self) })
    }
}

/// A boxed future by hand.
pub trait Boxed {
    fn close(self: Box<Self>) -> LocalBoxFuture<'static, u64>;
}

impl Boxed for Connection {
    fn close(self: Box<Self>) -> LocalBoxFuture<'static, u64> {
        Box::pin(async move { close_body!(self) })
    }
}

/// This feature.
pub trait Close {
    inline async fn close(self) -> u64;
}

impl Close for Connection {
    async fn close(self) -> u64 {
        close_body!(self)
    }
}

/// Bytes of the machine.
pub const SIZE: usize = layout_for::<Connection, dyn Close>().size();

macro_rules! maker {
    ($(#[$attribute:meta])* $name:ident, $Trait:path) => {
        $(#[$attribute])*
        #[inline(never)]
        pub fn $name(x: u64) -> Box<dyn $Trait> {
            black_box(Box::new(Connection::new(x)))
        }
    };
}

maker!(polled, Polled);
maker!(by_async_trait, AsyncTrait);
maker!(dynified, DynDynified);
maker!(stacked, Stacked);
maker!(boxed, Boxed);
maker!(inline, Close);
