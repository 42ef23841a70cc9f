// Where a trait has no `inline async fn`, an impl for a projection that is an object of the trait
// itself is accepted, as it is without the feature: only E0371 for the type as it is written is the
// base's rule.

//@ check-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

#![allow(dead_code)]

trait Own {
    type Type: ?Sized;
}

impl Own for u8 {
    type Type = dyn Greet;
}

trait Greet {
    fn greet(&self);
}

impl Greet for <u8 as Own>::Type {
    fn greet(&self) {}
}

fn main() {}
