//@ check-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// `dyn Tr: Tr` and what follows from it hold as bounds, in generic code, in where clauses and for
// values whose type is inferred.

#![feature(inline_async_fn)]

use std::future::IntoFuture;

trait Super {
    inline async fn up(&self) -> u8;
}

trait Tr<T>: Super {
    type Item;
    inline async fn m(&mut self, value: T) -> Self::Item;
}

fn is_tr<T, R: Tr<T> + ?Sized>() {}
fn is_super<R: Super + ?Sized>() {}
fn is_future<T>(_: impl Future<Output = T>) {}
fn into<F: IntoFuture>(future: F) -> F::IntoFuture {
    future.into_future()
}

fn output<T, R: Tr<T> + ?Sized>(tr: &mut R, value: T) -> impl Future<Output = R::Item> {
    tr.m(value)
}

fn bounds<T, I>(object: &mut (dyn Tr<T, Item = I> + '_), value: fn() -> T) {
    is_tr::<T, dyn Tr<T, Item = I>>();
    is_tr::<T, dyn Tr<T, Item = I> + Send>();
    is_super::<dyn Tr<T, Item = I>>();
    is_super::<dyn Super + Send>();
    is_future::<I>(object.m(value()));
    is_future::<I>(into(object.m(value())));
    is_future::<I>(output(object, value()));
    is_future::<u8>(object.up());

    let mut call = None;
    if true {
        call = Some(object.m(value()));
    }
    is_future(call.unwrap());
}

fn main() {}
