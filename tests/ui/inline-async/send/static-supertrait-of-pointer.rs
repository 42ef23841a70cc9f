//@ run-pass
//@ edition: 2024
//@ aux-build: usual_helpers.rs
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally
//@ needs-threads

// A pointer to an object implements a trait that asks for `'static`, as object_store has it. In a
// future that holds a call on the pointer, by way of an extension trait, the lifetime of the object is
// any lifetime. What the future is does not depend on it, and whoever made the call was asked for it.

#![feature(inline_async_fn)]

extern crate usual_helpers;

use std::future::ready;
use std::rc::Rc;
use std::sync::Arc;

use usual_helpers::now;

fn finish_elsewhere<F: Future<Output: Send> + Send + 'static>(future: F) -> F::Output {
    std::thread::spawn(|| now(future)).join().unwrap()
}

#[inline_async(send)]
trait Store: Send + Sync + 'static {
    async fn get(&self, key: &str) -> usize;
}

impl<T: Store + ?Sized> Store for Arc<T> {
    async fn get(&self, key: &str) -> usize {
        T::get(self, key).await
    }
}

trait Extension: Store {
    async fn twice(&self, key: &str) -> usize;
}

impl<T: Store + ?Sized> Extension for T {
    async fn twice(&self, key: &str) -> usize {
        ready(()).await;
        self.get(key).await * 2
    }
}

struct Lengths;

impl Store for Lengths {
    async fn get(&self, key: &str) -> usize {
        key.len()
    }
}

// More than one pointer.

impl<T: Store + ?Sized> Store for Box<T> {
    async fn get(&self, key: &str) -> usize {
        ready(()).await;
        (**self).get(key).await
    }
}

// Which implementation it is depends on what the types implement.

trait Kind: Send + Sync + 'static {}

struct Plain;

impl Kind for Plain {}

struct Of<K, S>(K, S);

impl<K: Kind, S: Store> Store for Of<K, S> {
    async fn get(&self, key: &str) -> usize {
        self.1.get(key).await
    }
}

impl<S: Store> Store for Of<usize, S> {
    async fn get(&self, key: &str) -> usize {
        self.1.get(key).await + self.0
    }
}

async fn by_reference(store: &Arc<dyn Store>, key: &str) -> usize {
    store.twice(key).await
}

async fn in_generic_code<S: Store + ?Sized>(store: Arc<S>, key: &str) -> usize {
    store.twice(key).await
}

// Not sent, with a body that is not `Send`.
async fn here(store: Arc<dyn Store>, key: Rc<str>) -> usize {
    store.twice(&key).await
}

struct WithStore(Arc<dyn Store>);

trait Job {
    inline async fn run(&self, key: &str) -> usize;
}

impl Job for WithStore {
    async fn run(&self, key: &str) -> usize {
        self.0.twice(key).await + in_generic_code(self.0.clone(), key).await
    }
}

fn main() {
    let store: Arc<dyn Store> = Arc::new(Lengths);
    let moved = store.clone();
    assert_eq!(finish_elsewhere(async move { moved.twice("four").await }), 8);
    let moved = store.clone();
    assert_eq!(finish_elsewhere(async move { by_reference(&moved, "four").await }), 8);
    let moved: Arc<Box<dyn Store>> = Arc::new(Box::new(store.clone()));
    assert_eq!(finish_elsewhere(async move { moved.twice("four").await }), 8);
    let moved: Of<Plain, Arc<dyn Store>> = Of(Plain, store.clone());
    assert_eq!(finish_elsewhere(async move { moved.twice("four").await }), 8);
    let moved: Of<usize, Arc<dyn Store>> = Of(3, store.clone());
    assert_eq!(finish_elsewhere(async move { moved.twice("four").await }), 14);
    assert_eq!(finish_elsewhere(in_generic_code(store.clone(), "four")), 8);
    assert_eq!(now(here(store.clone(), "four".into())), 8);
    let job: Box<dyn Job + Send + Sync> = Box::new(WithStore(store));
    assert_eq!(finish_elsewhere(async move { job.run("four").await }), 16);
}
