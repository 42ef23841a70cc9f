//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// The calls of an object type are not `Send`, so the object type does not meet a bound in
// return-type notation that says so.

#![feature(inline_async_fn, return_type_notation)]

trait Tr {
    inline async fn m(&self) -> u8;
}

fn sends<T: Tr<m(..): Send> + Sync + ?Sized>(_: &T) {}

fn object(object: &(dyn Tr + Send + Sync)) {
    sends(object);
    //~^ ERROR cannot be sent between threads safely
    //[current]~| ERROR cannot be sent between threads safely
    //[current]~| ERROR cannot be sent between threads safely
}

fn main() {}
