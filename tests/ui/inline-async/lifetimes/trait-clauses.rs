//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Lifetimes that only the `where` clauses of the trait relate: a call relies on them.

#![feature(inline_async, inline_async_fn)]

use std::future::inline_async::{HeapPlaced, placeable};
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

/// Is pending once.
async fn suspend() {
    let mut pending = true;
    std::future::poll_fn(|_| match std::mem::take(&mut pending) {
        true => Poll::Pending,
        false => Poll::Ready(()),
    })
    .await
}

#[placeable]
trait Nested<'x, 'y>
where
    'y: 'x,
{
    inline async fn nested(&self) -> &'x &'y str;
    inline async fn shorter(&self, long: &'y str) -> &'x str;
}

struct It<'x, 'y>(&'x &'y str);

impl<'x, 'y: 'x> Nested<'x, 'y> for It<'x, 'y> {
    async fn nested(&self) -> &'x &'y str {
        suspend().await;
        self.0
    }
    async fn shorter(&self, long: &'y str) -> &'x str {
        suspend().await;
        if long.is_empty() { self.0 } else { long }
    }
}

trait Sub<'x, 'y: 'x>: Nested<'x, 'y> {}

impl<'x, 'y: 'x> Sub<'x, 'y> for It<'x, 'y> {}

fn main() {
    let text = String::from("text");
    let reference = &*text;
    let (nested, shorter);
    {
        let it = It(&reference);
        let object: &dyn Nested<'_, '_> = &it;
        nested = block_on(object.nested());
        let binding = HeapPlaced::new(&it as &dyn Nested<'_, '_>);
        assert_eq!(*block_on(binding.nested()), "text");
        let object: &dyn Sub<'_, '_> = &it;
        shorter = block_on(object.shorter(&text[1..]));
    }
    assert_eq!((*nested, shorter), ("text", "ext"));
}
