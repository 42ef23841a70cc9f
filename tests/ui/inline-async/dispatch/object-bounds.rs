//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Calls work on `dyn Tr + Send`, `dyn Tr + Send + Sync` and `dyn Tr + 'a` as on `dyn Tr`, after
// an auto trait has been dropped from the type, and on objects that borrow.

#![feature(inline_async_fn)]

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

trait Get {
    inline async fn get(&mut self) -> u32;
}

struct Borrowing<'a>(&'a mut u32);

impl<'a> Get for Borrowing<'a> {
    async fn get(&mut self) -> u32 {
        *self.0 += 1;
        *self.0
    }
}

async fn any<'a>(get: &mut (dyn Get + 'a)) -> u32 {
    get.get().await
}

async fn send(get: &mut (dyn Get + Send)) -> u32 {
    any(get).await + get.get().await
}

async fn owned<'a>(mut get: Box<dyn Get + Send + Sync + 'a>) -> u32 {
    let first = get.get().await;
    let mut fewer: Box<dyn Get + 'a> = get;
    first + fewer.get().await
}

fn main() {
    let mut number = 0;
    assert_eq!(block_on(any(&mut Borrowing(&mut number))), 1);
    assert_eq!(block_on(send(&mut Borrowing(&mut number))), 2 + 3);
    assert_eq!(block_on(owned(Box::new(Borrowing(&mut number)))), 4 + 5);
    let mut object: Box<dyn Get + '_> = Box::new(Borrowing(&mut number));
    assert_eq!(block_on(object.get()), 6);
    drop(object);
    assert_eq!(number, 6);
}
