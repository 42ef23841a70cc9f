//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic

// An object in the caller's frame is consumed without an allocator, in a crate that has none.

#![feature(inline_async_fn, inline_async)]
#![no_std]

extern crate std as _;

use core::cell::Cell;
use core::future::inline_async::{InlinePlace, MoveRef, Placed, move_ref, placeable};
use core::pin::pin;
use core::task::{Context, Poll, Waker};

#[placeable]
trait Connection {
    inline async fn send(&mut self, byte: u8);
    inline async fn close(self) -> usize;
}

struct Uart<'a> {
    sent: usize,
    closed: &'a Cell<bool>,
}

impl Connection for Uart<'_> {
    async fn send(&mut self, _byte: u8) {
        self.sent += 1;
    }

    async fn close(self) -> usize {
        self.sent
    }
}

impl Drop for Uart<'_> {
    fn drop(&mut self) {
        assert!(!self.closed.replace(true));
    }
}

async fn talk(mut connection: impl Connection) -> usize {
    connection.send(1).await;
    connection.send(2).await;
    connection.close().await
}

fn main() {
    let closed = Cell::new(false);
    let uart: MoveRef<'_, dyn Connection + '_> = move_ref!(Uart { sent: 0, closed: &closed });
    let place = pin!(InlinePlace::<128>::new());
    let mut talk = pin!(talk(Placed::new_in(uart, place).unwrap()));
    let result = talk.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert_eq!(result, Poll::Ready(2));
    assert!(closed.get());
}
