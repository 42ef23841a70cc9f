//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// An `async fn` holds the arguments that it does not use: where one of them cannot be sent, the
// future cannot. An `fn -> impl Future` need not hold them.

#![feature(inline_async_fn)]

#[inline_async(send)]
trait Sink<T>: Send + Sync {
    inline async fn put(&self, item: &T);
}

struct Ignores;

impl<T> Sink<T> for Ignores {
    async fn put(&self, _: &T) {} //~ ERROR future cannot be sent between threads safely
}

struct HoldsNothing;

impl<T> Sink<T> for HoldsNothing {
    fn put(&self, _: &T) -> impl Future<Output = ()> {
        async {}
    }
}

struct OfSync;

impl<T: Sync> Sink<T> for OfSync {
    async fn put(&self, _: &T) {}
}

fn main() {}
