//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// `Box<Self>`, `Rc<Self>`, `Arc<Self>` and `Pin` of them: the method owns the pointer. The object
// is dropped exactly once: when the call is finished, when it is cancelled, and with a call that
// was never polled.

#![feature(inline_async_fn)]

use std::cell::Cell;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
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

/// Is pending once.
async fn suspend() {
    let mut pending = true;
    std::future::poll_fn(|_| match std::mem::take(&mut pending) {
        true => Poll::Pending,
        false => Poll::Ready(()),
    })
    .await
}

trait Owned {
    inline async fn boxed(self: Box<Self>) -> u32;
    inline async fn rc(self: Rc<Self>, more: u32) -> u32;
    inline async fn arc(self: Arc<Self>) -> u32;
    inline async fn pin_box(self: Pin<Box<Self>>) -> u32;
    inline async fn pin_rc(self: Pin<Rc<Self>>) -> usize;
    inline async fn pin_arc(self: Pin<Arc<Self>>, a: String, b: [u8; 3]) -> u32;
    inline async fn shared(&self) -> u32;
}

struct It<'a>(u32, &'a Cell<u32>);

impl Drop for It<'_> {
    fn drop(&mut self) {
        self.1.set(self.1.get() + 1);
    }
}

impl Owned for It<'_> {
    async fn boxed(self: Box<Self>) -> u32 {
        suspend().await;
        self.0
    }
    async fn rc(self: Rc<Self>, more: u32) -> u32 {
        suspend().await;
        self.0 + Rc::strong_count(&self) as u32 + more
    }
    async fn arc(self: Arc<Self>) -> u32 {
        suspend().await;
        self.0 + Arc::strong_count(&self) as u32
    }
    async fn pin_box(self: Pin<Box<Self>>) -> u32 {
        suspend().await;
        self.0 + 1
    }
    async fn pin_rc(self: Pin<Rc<Self>>) -> usize {
        suspend().await;
        &raw const *self as usize
    }
    async fn pin_arc(self: Pin<Arc<Self>>, a: String, b: [u8; 3]) -> u32 {
        suspend().await;
        self.0 + a.len() as u32 + b.iter().sum::<u8>() as u32
    }
    async fn shared(&self) -> u32 {
        suspend().await;
        self.0
    }
}

/// Drops the call unpolled, after one poll, and finishes it.
fn check<F: Future>(drops: &Cell<u32>, call: impl Fn() -> F) -> F::Output {
    drops.set(0);
    drop(call());
    assert_eq!(drops.get(), 1);
    {
        let mut call = pin!(call());
        assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        assert_eq!(drops.get(), 1);
    }
    assert_eq!(drops.get(), 2);
    let output = block_on(call());
    assert_eq!(drops.get(), 3);
    output
}

fn main() {
    let drops = &Cell::new(0);
    let it = || It(7, drops);

    assert_eq!(check(drops, || (Box::new(it()) as Box<dyn Owned + '_>).boxed()), 7);
    assert_eq!(check(drops, || (Rc::new(it()) as Rc<dyn Owned + '_>).rc(2)), 10);
    assert_eq!(check(drops, || (Arc::new(it()) as Arc<dyn Owned + '_>).arc()), 8);
    assert_eq!(check(drops, || (Box::pin(it()) as Pin<Box<dyn Owned + '_>>).pin_box()), 8);
    assert_ne!(check(drops, || (Rc::pin(it()) as Pin<Rc<dyn Owned + '_>>).pin_rc()), 0);
    let arguments = || ("four".to_owned(), [1, 2, 3]);
    let pin_arc = || {
        let (a, b) = arguments();
        (Arc::pin(it()) as Pin<Arc<dyn Owned + '_>>).pin_arc(a, b)
    };
    assert_eq!(check(drops, pin_arc), 17);

    // A clone of the pointer keeps the object alive.
    drops.set(0);
    let object: Rc<dyn Owned + '_> = Rc::new(it());
    assert_eq!(block_on(object.clone().rc(0)), 9);
    assert_eq!(block_on(object.shared()), 7);
    assert_eq!(drops.get(), 0);
    assert_eq!(block_on(object.rc(0)), 8);
    assert_eq!(drops.get(), 1);
}
