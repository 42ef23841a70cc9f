//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// The same without the feature that allows unsized arguments elsewhere.

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    inline async fn close(self) {}
}

impl Tr for str {}

fn path(x: Box<str>) {
    drop(<str as Tr>::close(*x)); //~ ERROR the size for values of type `str` cannot be known
}

fn method(x: Box<str>) {
    drop((*x).close()); //~ ERROR cannot move a value of type `str`
}

fn main() {}
