//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Traits with type, const and lifetime parameters: one type implements several instances, and each
// object type calls its own.

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

trait Convert<'a, T, const N: usize> {
    inline async fn convert(&mut self, from: &'a T) -> [T; N];
}

struct It(u32);

impl<'a> Convert<'a, u8, 2> for It {
    async fn convert(&mut self, from: &'a u8) -> [u8; 2] {
        self.0 += 1;
        suspend().await;
        [*from, self.0 as u8]
    }
}

impl<'a> Convert<'a, String, 1> for It {
    async fn convert(&mut self, from: &'a String) -> [String; 1] {
        self.0 += 10;
        [format!("{from} {}", self.0)]
    }
}

impl<'a, T: Clone> Convert<'a, Vec<T>, 3> for It {
    async fn convert(&mut self, from: &'a Vec<T>) -> [Vec<T>; 3] {
        suspend().await;
        self.0 += 100;
        [from.clone(), vec![], from.clone()]
    }
}

async fn generic<'a, T, const N: usize>(
    convert: &mut dyn Convert<'a, T, N>,
    from: &'a T,
) -> [T; N] {
    convert.convert(from).await
}

fn main() {
    let mut it = It(0);
    assert_eq!(block_on(generic(&mut it, &7)), [7, 1]);
    assert_eq!(block_on(generic(&mut it, &"x".to_owned())), ["x 11".to_owned()]);
    assert_eq!(block_on(generic(&mut it, &vec![1_u16])), [vec![1], vec![], vec![1]]);
    assert_eq!(it.0, 111);
    let object: &mut dyn Convert<'_, u8, 2> = &mut it;
    assert_eq!(block_on(object.convert(&1)), [1, 112]);
}
