//@ check-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// What makes one object type of another asks nothing of futures: they were asked for where the object
// was made. So in generic code, which knows nothing of any future, bounds are dropped and objects are
// upcast.

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr<T> {
    inline async fn m(&mut self) -> T;
}

trait Sub<T>: Tr<T> {
    inline async fn own(&mut self) -> T;
}

fn upcast<T>(object: Box<dyn Sub<T> + Send>) -> Box<dyn Tr<T> + Send> {
    object
}

fn without_sync<T>(object: Box<dyn Tr<T> + Send + Sync>) -> Box<dyn Tr<T> + Send> {
    object
}

fn without_both<T>(object: &mut (dyn Sub<T> + Send + Sync)) -> &mut dyn Tr<T> {
    object
}

fn main() {}
