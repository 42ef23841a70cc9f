//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A method with a `where` clause on `Self` is one that a type has or has not: where that depends on a
// parameter, the error says so of the parameter, and names the method.

#![feature(inline_async_fn)]

trait Tr {
    inline async fn m(&mut self)
    where
        Self: Sync;
}

struct It<T>(T);

impl<T> Tr for It<T> {
    async fn m(&mut self)
    where
        Self: Sync,
    {
    }
}

fn unknown<T: Send + 'static>(it: It<T>) -> Box<dyn Tr + Send> {
    Box::new(it) //~ ERROR `T` cannot be shared between threads safely
}

fn known<T: Send + Sync + 'static>(it: It<T>) -> Box<dyn Tr + Send> {
    Box::new(it)
}

fn main() {}
