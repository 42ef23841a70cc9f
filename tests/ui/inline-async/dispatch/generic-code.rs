//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// `dyn Tr: Tr` holds in full: generic code over `R: Tr + ?Sized` runs with `R = dyn Tr`, and with
// object types that add an auto trait or a lifetime, and knows what the future gives.

#![feature(inline_async_fn)]

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

trait Source {
    type Item;
    inline async fn next(&mut self) -> Option<Self::Item>;
    fn hint(&self) -> usize;
}

struct UpTo(u32, u32);

impl Source for UpTo {
    type Item = u32;
    async fn next(&mut self) -> Option<u32> {
        self.0 += 1;
        (self.0 <= self.1).then_some(self.0)
    }
    fn hint(&self) -> usize {
        (self.1 - self.0) as usize
    }
}

async fn collect<R: Source + ?Sized>(source: &mut R) -> Vec<R::Item> {
    let mut items = Vec::with_capacity(source.hint());
    while let Some(item) = source.next().await {
        items.push(item);
    }
    items
}

async fn sum(source: &mut (impl Source<Item = u32> + ?Sized)) -> u32 {
    let next = source.next();
    let mut sum = next.await.unwrap_or(0);
    while let Some(item) = source.next().await {
        sum += item;
    }
    sum
}

/// An `async` block that is a value of a generic struct, with the call inside.
struct Holder<'a, R: ?Sized>(&'a mut R);

impl<'a, R: Source<Item = u32> + ?Sized> Holder<'a, R> {
    fn pair(&mut self) -> impl Future<Output = [Option<u32>; 2]> + use<'_, 'a, R> {
        async { [self.0.next().await, self.0.next().await] }
    }
}

fn main() {
    assert_eq!(block_on(collect::<dyn Source<Item = u32>>(&mut UpTo(0, 3))), [1, 2, 3]);
    assert_eq!(block_on(collect::<dyn Source<Item = u32> + Send>(&mut UpTo(0, 3))), [1, 2, 3]);
    assert_eq!(block_on(collect(&mut UpTo(0, 3))), [1, 2, 3]);
    assert_eq!(block_on(sum(&mut UpTo(0, 3))), 6);
    assert_eq!(block_on(sum(&mut UpTo(0, 3) as &mut dyn Source<Item = u32>)), 6);
    let object: &mut (dyn Source<Item = u32> + Send + Sync) = &mut UpTo(4, 9);
    assert_eq!(block_on(Holder(&mut *object).pair()), [Some(5), Some(6)]);
    assert_eq!(block_on(Holder(object).pair()), [Some(7), Some(8)]);
}
