//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A type of unknown size may implement a trait whose methods take `self`, and have their default
// bodies; but nobody can call them on it, since the object is moved into the future. No feature
// allows it.

#![feature(inline_async_fn, unsized_fn_params)]
#![allow(internal_features, dead_code)]

trait Tr {
    inline async fn close(self) {}
}

impl Tr for str {}

impl Tr for [u8] {
    fn close(self) -> impl Future<Output = ()> {
        async {}
    }
}

fn path(x: Box<str>) {
    drop(<str as Tr>::close(*x)); //~ ERROR the size for values of type `str` cannot be known
}

fn method(x: Box<[u8]>) {
    drop((*x).close()); //~ ERROR the size for values of type `[u8]` cannot be known
}

fn generic_path<T: Tr + ?Sized>(x: Box<T>) {
    drop(T::close(*x)); //~ ERROR the size for values of type `T` cannot be known
}

fn generic_method<T: Tr + ?Sized>(x: Box<T>) {
    drop((*x).close()); //~ ERROR cannot move a value of type `T`
}

fn value() {
    let _close = <str as Tr>::close; //~ ERROR the size for values of type `str` cannot be known
}

fn object() {
    let _close = <dyn Tr as Tr>::close;
    //~^ ERROR the size for values of type `dyn Tr` cannot be known
}

fn main() {}
