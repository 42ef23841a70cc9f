// Without the feature nobody speaks of `inline`.

//@ edition: 2024

#![allow(dead_code)]

trait Tr {
    async fn m(&self);
}

fn f(_: &dyn Tr) {} //~ ERROR the trait `Tr` is not dyn compatible

fn main() {}
