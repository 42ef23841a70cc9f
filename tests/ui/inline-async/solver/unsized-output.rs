//@ edition: 2024
//@ compile-flags: -Znext-solver=globally

// The output must be sized. This solver does not say so where the method is declared, but a call on
// the object type is refused.

#![feature(inline_async_fn)]

trait Tr {
    inline async fn method(&self) -> str;
}

fn call(object: &dyn Tr) {
    object.method(); //~ ERROR type mismatch resolving
}

fn main() {}
