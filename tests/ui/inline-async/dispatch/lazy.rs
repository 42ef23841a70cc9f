//@ run-pass
//@ edition: 2024

// Nothing of the implementation runs before the first poll of a call, not even what stands before
// the future in a method of the form `fn -> impl Future`.

#![feature(inline_async_fn)]

use std::cell::Cell;
use std::pin::pin;
use std::task::{Context, Waker};

trait Work {
    inline async fn in_future(&self);
    inline async fn before_future(&self);
}

struct Log(Cell<u32>);

impl Work for Log {
    async fn in_future(&self) {
        self.0.set(self.0.get() + 1);
    }
    fn before_future(&self) -> impl Future<Output = ()> {
        self.0.set(self.0.get() + 10);
        async {}
    }
}

fn main() {
    let log = Log(Cell::new(0));
    let object: &dyn Work = &log;

    drop(object.in_future());
    drop(object.before_future());
    let call = object.in_future();
    let other = object.before_future();
    assert_eq!(log.0.get(), 0);

    let mut cx = Context::from_waker(Waker::noop());
    assert!(pin!(call).poll(&mut cx).is_ready());
    assert_eq!(log.0.get(), 1);
    assert!(pin!(other).poll(&mut cx).is_ready());
    assert_eq!(log.0.get(), 11);
}
