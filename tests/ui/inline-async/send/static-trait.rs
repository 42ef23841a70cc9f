//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally
//@ needs-threads

// A trait that is `'static`, by itself or by a supertrait, makes no difference to calls on its
// objects: in generic code that is sent to another thread, and in implementations for pointers.

#![feature(inline_async_fn)]

use std::any::Any;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::thread;

trait Store: Send + Sync + 'static {
    inline async fn get(&self, key: u32) -> u32;
}

trait AnyStore: Any + Send + Sync {
    inline async fn get(&self, key: u32) -> u32;
}

#[inline_async(send)]
trait SendStore: Send + Sync + 'static {
    inline async fn get(&self, key: u32) -> u32;
}

struct Plus(u32);

impl Store for Plus {
    async fn get(&self, key: u32) -> u32 {
        self.0 + key
    }
}

impl AnyStore for Plus {
    async fn get(&self, key: u32) -> u32 {
        self.0 + key
    }
}

impl SendStore for Plus {
    async fn get(&self, key: u32) -> u32 {
        self.0 + key
    }
}

impl<T: SendStore + ?Sized> SendStore for Arc<T> {
    async fn get(&self, key: u32) -> u32 {
        self.as_ref().get(key).await
    }
}

struct Chunked {
    inner: Arc<dyn SendStore>,
}

impl SendStore for Chunked {
    async fn get(&self, key: u32) -> u32 {
        self.inner.get(key).await + 1
    }
}

async fn twice<T: Store + ?Sized>(store: &T) -> u32 {
    store.get(1).await + store.get(2).await
}

async fn twice_any<T: AnyStore + ?Sized>(store: &T) -> u32 {
    store.get(1).await + store.get(2).await
}

async fn twice_send<T: SendStore + ?Sized>(store: &T) -> u32 {
    store.get(1).await + store.get(2).await
}

fn spawn(future: impl Future<Output = u32> + Send + 'static) -> u32 {
    let poll = || match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing waits"),
    };
    thread::spawn(poll).join().unwrap()
}

fn main() {
    let store: Arc<dyn Store> = Arc::new(Plus(10));
    assert_eq!(spawn(async move { twice(&*store).await }), 23);
    let store: Arc<dyn AnyStore> = Arc::new(Plus(10));
    assert_eq!(spawn(async move { twice_any(&*store).await }), 23);
    let inner: Arc<dyn SendStore> = Arc::new(Plus(10));
    let store: Arc<dyn SendStore> = Arc::new(Chunked { inner });
    assert_eq!(spawn(async move { twice_send(&*store).await }), 25);
    let store: Box<dyn SendStore> = Box::new(Arc::new(Plus(20)));
    assert_eq!(spawn(async move { twice_send(&*store).await }), 43);
}
