//@ needs-threads
//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Auto traits and markers as supertraits take no room in the vtable.

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

trait Marker {}

trait Worker: Send + Marker + Sync + Unpin + 'static {
    inline async fn work(&self) -> u32;
}

trait Manager: Worker + Send {
    inline async fn manage(&self, worker: &dyn Worker) -> u32;
}

struct It(u32);

impl Marker for It {}
impl Worker for It {
    async fn work(&self) -> u32 {
        self.0
    }
}
impl Manager for It {
    async fn manage(&self, worker: &dyn Worker) -> u32 {
        worker.work().await + self.work().await
    }
}

fn main() {
    let manager: Box<dyn Manager> = Box::new(It(1));
    assert_eq!(block_on(manager.manage(&It(2))), 3);
    assert_eq!(block_on(manager.manage(&*manager)), 2);
    let manager = std::thread::spawn(move || {
        assert_eq!(block_on(manager.work()), 1);
        manager
    });
    let worker: Box<dyn Worker + Send> = manager.join().unwrap();
    assert_eq!(block_on(worker.work()), 1);
}
