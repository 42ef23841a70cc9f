//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A default body serves as the method of every type that does not write its own, and calls the
// other methods of that type; an implementation that writes its own is not mixed up with it.

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

/// Is pending once.
async fn suspend() {
    let mut pending = true;
    std::future::poll_fn(|_| match std::mem::take(&mut pending) {
        true => Poll::Pending,
        false => Poll::Ready(()),
    })
    .await
}

trait Read {
    inline async fn byte(&mut self) -> Option<u8>;
    inline async fn all(&mut self) -> Vec<u8> {
        let mut bytes = self.up_to(usize::MAX).await;
        suspend().await;
        bytes.shrink_to_fit();
        bytes
    }
    inline async fn up_to(&mut self, limit: usize) -> Vec<u8> {
        let mut bytes = vec![];
        while bytes.len() < limit {
            match self.byte().await {
                Some(byte) => bytes.push(byte),
                None => break,
            }
        }
        bytes
    }
    inline async fn nothing(&self) {}
}

struct Down(u8);

impl Read for Down {
    async fn byte(&mut self) -> Option<u8> {
        suspend().await;
        self.0 = self.0.checked_sub(1)?;
        Some(self.0)
    }
}

struct Twos(&'static str);

impl Read for Twos {
    async fn byte(&mut self) -> Option<u8> {
        Some(2)
    }
    async fn all(&mut self) -> Vec<u8> {
        self.0.as_bytes().to_vec()
    }
}

fn main() {
    let object: &mut dyn Read = &mut Down(5);
    assert_eq!(block_on(object.up_to(2)), [4, 3]);
    block_on(object.nothing());
    assert_eq!(block_on(object.all()), [2, 1, 0]);
    assert_eq!(block_on(object.byte()), None);

    let object: &mut dyn Read = &mut Twos("own");
    assert_eq!(block_on(object.all()), b"own");
    assert_eq!(block_on(object.up_to(3)), [2, 2, 2]);

    // The object type has all of them as well, for code that does not know that it is one.
    async fn both<R: Read + ?Sized>(read: &mut R) -> usize {
        read.up_to(2).await.len() + read.all().await.len()
    }
    assert_eq!(block_on(both::<dyn Read>(&mut Down(5))), 5);
}
