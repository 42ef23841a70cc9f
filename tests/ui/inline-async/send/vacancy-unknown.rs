//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A method with a `where` clause of which it is not known whether it holds must have a future where
// the object is made. The error says which method and which object need the clause, and the two ways
// out.

#![feature(inline_async_fn)]

trait Tr<X> {
    inline async fn m(&self)
    where
        X: Copy;
}

struct A;

impl<X> Tr<X> for A {
    async fn m(&self)
    where
        X: Copy,
    {
    }
}

fn unknown<X: 'static>() -> Box<dyn Tr<X> + Sync> {
    Box::new(A)
    //~^ ERROR Copy` is not satisfied
}

fn known<X: Copy + 'static>() -> Box<dyn Tr<X> + Sync> {
    Box::new(A)
}

fn on_one_thread<X: 'static>() -> Box<dyn Tr<X>> {
    Box::new(A)
}

fn vacant() -> Box<dyn Tr<String> + Sync> {
    Box::new(A)
}

fn main() {}
