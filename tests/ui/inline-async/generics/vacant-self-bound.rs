//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A method with an auto trait bound on `Self` is called on object types that have the auto trait,
// and is vacant for a type that has not.

#![feature(inline_async_fn, inline_async)]

use std::cell::Cell;
use std::future::inline_async::layout_of_val;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

trait Tr {
    inline async fn any(&self) -> u8;
    inline async fn sync(&self) -> u8
    where
        Self: Sync;
}

struct It<T>(T);

impl<T> Tr for It<T> {
    async fn any(&self) -> u8 {
        1
    }
    async fn sync(&self) -> u8
    where
        Self: Sync,
    {
        let bytes = [2; 100];
        std::future::ready(()).await;
        bytes[99]
    }
}

fn main() {
    let object: &(dyn Tr + Sync) = &It(0);
    assert_eq!(block_on(object.any()), 1);
    assert_eq!(block_on(object.sync()), 2);

    let vacant: &dyn Tr = &It(Cell::new(0));
    assert_eq!(block_on(vacant.any()), 1);
    assert!(layout_of_val(vacant).size() < layout_of_val(object).size());
}
