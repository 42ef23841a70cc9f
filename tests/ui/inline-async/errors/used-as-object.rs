//@ edition: 2024

// A method that is `inline` and cannot be is an error at its declaration, and no other one where the
// trait is used as `dyn`. What else is against that is an error there.

#![feature(inline_async_fn)]

trait Copies {
    inline async fn copy(&self) -> Box<Self>; //~ ERROR `Self` is not allowed in the output
}

fn copy(_: &dyn Copies) {}

trait Generic {
    inline async fn write<T>(&self, value: T);
    //~^ ERROR `inline async fn` cannot have type parameters
}

fn write(generic: Box<dyn Generic>) {
    drop(generic);
}

trait Makes {
    inline async fn make() -> u32; //~ ERROR `inline async fn` must have a receiver
}

trait Sub: Makes {}

struct Holder {
    maker: Box<dyn Sub>,
}

trait Both {
    inline async fn copy(&self) -> Box<Self>; //~ ERROR `Self` is not allowed in the output
    fn generic<T>(&self, value: T);
}

fn both(_: &dyn Both) {} //~ ERROR the trait `Both` is not dyn compatible

fn main() {}
