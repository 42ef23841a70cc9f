//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A method whose arguments are of a known size for some object types only is vacant for the others,
// and those have the remaining methods.

#![feature(inline_async_fn)]

use std::marker::PhantomData;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

trait Sink {
    type Item: ?Sized;

    inline async fn give(&self, item: Self::Item) -> usize
    where
        Self::Item: Sized;
    inline async fn lend(&self, item: &Self::Item) -> usize;
}

trait Give<T: ?Sized> {
    inline async fn give(&self, item: T) -> usize
    where
        T: Sized;
}

struct Meter<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized> Sink for Meter<T> {
    type Item = T;

    async fn give(&self, item: T) -> usize
    where
        T: Sized,
    {
        size_of_val(&item)
    }
    async fn lend(&self, item: &T) -> usize {
        size_of_val(item)
    }
}

impl<T: ?Sized> Give<T> for Meter<T> {
    async fn give(&self, item: T) -> usize
    where
        T: Sized,
    {
        size_of_val(&item)
    }
}

fn poll<F: Future>(future: F) -> Poll<F::Output> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

fn main() {
    let words: &(dyn Sink<Item = str> + Send) = &Meter(PhantomData);
    assert_eq!(poll(words.lend("abc")), Poll::Ready(3));
    let numbers: &dyn Sink<Item = u32> = &Meter(PhantomData);
    assert_eq!(poll(numbers.lend(&4)), Poll::Ready(4));
    assert_eq!(poll(numbers.give(5)), Poll::Ready(4));

    let _words: &dyn Give<str> = &Meter(PhantomData);
    let numbers: &dyn Give<u32> = &Meter(PhantomData);
    assert_eq!(poll(numbers.give(5)), Poll::Ready(4));
}
