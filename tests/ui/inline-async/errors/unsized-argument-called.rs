//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// An argument of unknown size is an error at the declaration. Coercions to objects of its trait and
// its implementations say nothing more, calls of the method no more than what is wrong with it, and
// nothing crashes.

#![feature(inline_async_fn, unsized_fn_params)]
#![allow(internal_features)]

trait Tr {
    inline async fn m(&self, x: [u8]);
    //~^ ERROR an argument of an `inline async fn` must be of a size known at compile time
}

struct A;

impl Tr for A {
    fn m(&self, _: [u8]) -> impl Future<Output = ()> {
        async {}
    }
}

fn call(t: &dyn Tr, x: Box<[u8]>) {
    let _call = t.m(*x);
    //[current]~^ ERROR the size for values of type `[u8]` cannot be known
}

async fn wait(t: &dyn Tr, x: Box<[u8]>) {
    t.m(*x).await
    //~^ ERROR the size for values of type `[u8]` cannot be known
    //~| ERROR the size for values of type `[u8]` cannot be known
    //[current]~| ERROR the size for values of type `[u8]` cannot be known
}

fn main() {
    call(&A, Box::new([1]));
    drop(wait(&A, Box::new([1])));
}
