//@ run-pass
//@ edition: 2024
//@ revisions: current next optimized
//@ compile-flags: -Zvalidate-mir
//@[next] compile-flags: -Znext-solver=globally
//@[optimized] compile-flags: -Copt-level=3 -Zmir-opt-level=4

// Outputs that borrow from the object or from arguments; a receiver that is borrowed in two phases;
// generic traits, associated types, and clauses on lifetimes.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::HeapPlaced;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

trait Size {
    fn len(&self) -> usize;
}

trait List<'x, T: 'static>: Size {
    type Slice: ?Sized + 'static;

    inline async fn push(&mut self, item: T) -> usize;
    inline async fn all(&self) -> &Self::Slice;
    inline async fn first<'a>(&'a mut self) -> Option<&'a mut T>;
    inline async fn longest<'a, 'b: 'a>(&self, one: &'a str, other: &'b str) -> &'a str;
    inline async fn other<'a>(&'a self, text: &'x str) -> (&'x str, &'a T)
    where
        Self: 'a;
}

impl<T> Size for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }
}

impl<'x, T: 'static> List<'x, T> for Vec<T> {
    type Slice = [T];

    async fn push(&mut self, item: T) -> usize {
        self.push(item);
        self.len()
    }
    async fn all(&self) -> &[T] {
        self
    }
    async fn first<'a>(&'a mut self) -> Option<&'a mut T> {
        self.get_mut(0)
    }
    async fn longest<'a, 'b: 'a>(&self, one: &'a str, other: &'b str) -> &'a str {
        if one.len() < other.len() { other } else { one }
    }
    async fn other<'a>(&'a self, text: &'x str) -> (&'x str, &'a T)
    where
        Self: 'a,
    {
        (text, &self[0])
    }
}

async fn test() -> Option<()> {
    let outlives = String::from("outlives");
    let mut list =
        HeapPlaced::new(Box::new(vec![1usize, 2]) as Box<dyn List<'_, usize, Slice = [usize]>>);
    // The binding is used in the arguments of a call that borrows it mutably.
    assert_eq!(list.push(list.len()).await, 3);
    assert_eq!(list.push(list.all().await.len()).await, 4);
    assert_eq!(list.push(Some(9)?).await, 5);
    assert_eq!(list.all().await, [1, 2, 2, 3, 9]);
    *list.first().await? += 7;
    let text;
    {
        let (one, first) = list.other(&outlives).await;
        assert_eq!(*first, 8);
        text = one;
    }
    let short = String::from("the longest");
    assert_eq!(list.longest(&short, text).await, "the longest");
    assert_eq!(list.push(1).await, 6);
    drop(list);
    assert_eq!(text, "outlives");
    Some(())
}

fn main() {
    block_on(test()).unwrap();
}
