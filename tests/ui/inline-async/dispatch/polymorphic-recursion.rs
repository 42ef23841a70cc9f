//@ build-fail
//@ edition: 2024

// A method that makes an object of an ever larger type of the same family meets the recursion
// limit when it is compiled, as it does with a plain method.

#![feature(inline_async_fn)]
#![recursion_limit = "20"]

use std::marker::PhantomData;

trait Tr {
    inline async fn m(&self) -> u8;
}

struct Wrap<T>(PhantomData<T>);

impl<T> Tr for Wrap<T> {
    async fn m(&self) -> u8 {
        let object: &dyn Tr = &Wrap::<Wrap<T>>(PhantomData);
        //~^ ERROR reached the recursion limit
        object.m().await
    }
}

fn main() {
    let object: &dyn Tr = &Wrap::<u8>(PhantomData);
    drop(object.m());
}
