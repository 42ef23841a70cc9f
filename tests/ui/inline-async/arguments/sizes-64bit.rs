//@ run-pass
//@ edition: 2024
//@ only-64bit

// What the future of an inline async method stores, to the byte: the receiver, each argument once,
// and a word for the future that it awaits and its own state, whether the implementation says
// `inline` or not. The machine has the room of the largest one, and a tag.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::InlineCoroutine;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Is pending once, and one byte.
struct Suspend(bool);

impl Future for Suspend {
    type Output = ();
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, false) { Poll::Pending } else { Poll::Ready(()) }
    }
}

fn suspend() -> Suspend {
    Suspend(true)
}

trait Methods {
    inline async fn array(&mut self, a: [u64; 16]) -> u64;
    inline async fn string(&mut self, a: String) -> usize;
    inline async fn reference(&mut self, a: &str) -> usize;
    inline async fn tuple(&mut self, _: (String, [u64; 8])) -> u64;
    inline async fn by_reference(&mut self, _: (String, [u64; 8])) -> u64;
    inline async fn partly_moved(&mut self, a: (String, String)) -> usize;
    inline async fn consumed(self, a: [u64; 16]) -> u64;
}

struct It([u64; 4]);

impl Methods for It {
    async fn array(&mut self, a: [u64; 16]) -> u64 {
        suspend().await;
        self.0[0] + a[3]
    }
    inline async fn string(&mut self, a: String) -> usize {
        suspend().await;
        self.0.len() + a.len()
    }
    async fn reference(&mut self, a: &str) -> usize {
        suspend().await;
        self.0.len() + a.len()
    }
    async fn tuple(&mut self, (a, b): (String, [u64; 8])) -> u64 {
        suspend().await;
        self.0[0] + b[a.len()]
    }
    async fn by_reference(&mut self, (ref a, ref b): (String, [u64; 8])) -> u64 {
        suspend().await;
        self.0[0] + b[a.len()]
    }
    async fn partly_moved(&mut self, a: (String, String)) -> usize {
        drop(a.0);
        suspend().await;
        self.0.len() + a.1.len()
    }
    async fn consumed(self, a: [u64; 16]) -> u64 {
        suspend().await;
        self.0[0] + a[3]
    }
}

/// The same as `array`, as any `async fn` is.
async fn free(this: &mut It, a: [u64; 16]) -> u64 {
    suspend().await;
    this.0[0] + a[3]
}

fn main() {
    let mut it = It([0; 4]);
    let strings = || (String::new(), String::new());
    assert_eq!(size_of_val(&free(&mut it, [0; 16])), 8 + 128 + 8 + 128 + 8);
    assert_eq!(size_of_val(&it.array([0; 16])), 8 + 128 + 8);
    assert_eq!(size_of_val(&it.string(String::new())), 8 + 24 + 8);
    assert_eq!(size_of_val(&it.reference("")), 8 + 16 + 8);
    assert_eq!(size_of_val(&it.tuple((String::new(), [0; 8]))), 8 + 24 + 64 + 8);
    // Two references beside them.
    assert_eq!(size_of_val(&it.by_reference((String::new(), [0; 8]))), 8 + 24 + 64 + 16 + 8);
    assert_eq!(size_of_val(&it.partly_moved(strings())), 8 + 48 + 8);
    assert_eq!(size_of_val(&it.consumed([0; 16])), 32 + 128 + 8);
    assert_eq!(size_of::<InlineCoroutine<It, dyn Methods>>(), 8 + 32 + 128 + 8);
}
