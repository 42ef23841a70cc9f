//@ edition: 2024

// A method of an object type is no `const fn`.

#![feature(inline_async_fn)]

trait Tr {
    inline async fn m(&self) -> u8;
}

const fn call(object: &dyn Tr) {
    std::mem::forget(object.m()); //~ ERROR cannot call non-const method
}

fn main() {}
