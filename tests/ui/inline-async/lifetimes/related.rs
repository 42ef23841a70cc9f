//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Bounds may relate the lifetimes of a method to one another, to `'static` and to those of the
// trait: calls on an object and on a binding, with outputs that live as long as the bounds allow,
// which is longer than the object.

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
trait Related<'t> {
    inline async fn pair<'a, 'b: 'a>(&self, a: &'a str, b: &'b str) -> (&'a str, &'b str);
    inline async fn chain<'a, 'b: 'a, 'c: 'b>(&self, a: &'a u8, b: &'b u8, c: &'c u8)
    -> [&'a u8; 3];
    inline async fn same<'a: 'b, 'b: 'a>(&self, a: &'a mut &'b u8) -> &'b mut &'a u8;
    inline async fn forever<'a: 'static>(&self, a: &'a str) -> &'static str;
    inline async fn below_trait<'a>(&self, a: &'a str) -> &'a str
    where
        't: 'a;
    inline async fn above_trait<'a: 't>(&self, a: &'a str) -> &'t str;
    inline async fn receiver<'r, 'a: 'r>(&'r mut self, a: &'a str) -> &'r str;
}

struct Words<'t>(&'t str);

impl<'t> Related<'t> for Words<'t> {
    async fn pair<'a, 'b: 'a>(&self, a: &'a str, b: &'b str) -> (&'a str, &'b str) {
        suspend().await;
        if a.is_empty() { (b, b) } else { (a, b) }
    }
    async fn chain<'a, 'b: 'a, 'c: 'b>(&self, a: &'a u8, b: &'b u8, c: &'c u8) -> [&'a u8; 3] {
        suspend().await;
        [c, b, a]
    }
    async fn same<'a: 'b, 'b: 'a>(&self, a: &'a mut &'b u8) -> &'b mut &'a u8 {
        suspend().await;
        a
    }
    async fn forever<'a: 'static>(&self, a: &'a str) -> &'static str {
        suspend().await;
        a
    }
    async fn below_trait<'a>(&self, a: &'a str) -> &'a str
    where
        't: 'a,
    {
        suspend().await;
        if a.is_empty() { self.0 } else { a }
    }
    async fn above_trait<'a: 't>(&self, a: &'a str) -> &'t str {
        suspend().await;
        if a.is_empty() { self.0 } else { a }
    }
    async fn receiver<'r, 'a: 'r>(&'r mut self, a: &'a str) -> &'r str {
        suspend().await;
        if a.is_empty() { self.0 } else { a }
    }
}

macro_rules! calls {
    ($object:expr, $text:expr) => {{
        let long = String::from("long");
        let kept;
        let mut object = $object;
        {
            let short = String::from("short");
            let (a, b) = block_on(object.pair(&short, &long));
            assert_eq!(a, "short");
            kept = b;
            assert_eq!(block_on(object.chain(&1, &2, &3)), [&3, &2, &1]);
            assert_eq!(**block_on(object.same(&mut &7)), 7);
            assert_eq!(block_on(object.below_trait(&short)), "short");
            assert_eq!(block_on(object.receiver(&short)), "short");
        }
        let forever: &'static str = block_on(object.forever("for ever"));
        let text = block_on(object.above_trait($text));
        drop(object);
        assert_eq!((kept, forever, text), ("long", "for ever", "text"));
    }};
}

fn main() {
    let text = String::from("text");
    calls!(Box::new(Words(&text)) as Box<dyn Related<'_> + '_>, &text[..0]);
    calls!(HeapPlaced::new(Box::new(Words(&text)) as Box<dyn Related<'_> + '_>), &text[..0]);
    let mut words = Words(&text);
    calls!(HeapPlaced::new(&mut words as &mut (dyn Related<'_> + '_)), &text[..0]);
}
