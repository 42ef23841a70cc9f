//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Outputs of all kinds: nothing, never, zero-sized, scalar pairs, 128-bit and over-aligned values,
// large arrays, unsized behind pointers, function pointers, and futures.

#![feature(inline_async_fn)]

use std::pin::{Pin, pin};
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

#[repr(align(128))]
#[derive(PartialEq, Debug)]
struct Aligned(u8);

type Boxed = Pin<Box<dyn Future<Output = u8>>>;

trait Out {
    inline async fn unit(&self);
    inline async fn never(&self) -> !;
    inline async fn empty(&self) -> [u64; 0];
    inline async fn pair(&self) -> (u8, &'static str);
    inline async fn wide(&self) -> u128;
    inline async fn float(&self) -> f64;
    inline async fn aligned(&self) -> Aligned;
    inline async fn array(&self) -> [u32; 1000];
    inline async fn object(&self) -> Box<dyn Fn(u8) -> u8>;
    inline async fn future(&self) -> Boxed;
    inline async fn poll(&self) -> Poll<Poll<()>>;
    inline async fn recursive(&self) -> Option<Box<dyn Out>>;
}

struct It;

impl Out for It {
    async fn unit(&self) {}
    async fn never(&self) -> ! {
        std::future::pending().await
    }
    async fn empty(&self) -> [u64; 0] {
        []
    }
    async fn pair(&self) -> (u8, &'static str) {
        (1, "a")
    }
    async fn wide(&self) -> u128 {
        u128::MAX - 1
    }
    async fn float(&self) -> f64 {
        0.5
    }
    async fn aligned(&self) -> Aligned {
        Aligned(3)
    }
    async fn array(&self) -> [u32; 1000] {
        std::array::from_fn(|i| i as u32)
    }
    async fn object(&self) -> Box<dyn Fn(u8) -> u8> {
        Box::new(|n| n + 1)
    }
    async fn future(&self) -> Boxed {
        Box::pin(async { 9 })
    }
    async fn poll(&self) -> Poll<Poll<()>> {
        Poll::Ready(Poll::Pending)
    }
    async fn recursive(&self) -> Option<Box<dyn Out>> {
        Some(Box::new(It))
    }
}

fn main() {
    let object: &dyn Out = &It;
    block_on(object.unit());
    {
        let mut never = pin!(object.never());
        let mut cx = Context::from_waker(Waker::noop());
        assert!(never.as_mut().poll(&mut cx).is_pending());
        assert!(never.as_mut().poll(&mut cx).is_pending());
    }
    assert_eq!(block_on(object.empty()), []);
    assert_eq!(block_on(object.pair()), (1, "a"));
    assert_eq!(block_on(object.wide()), u128::MAX - 1);
    assert_eq!(block_on(object.float()), 0.5);
    let aligned = block_on(object.aligned());
    assert_eq!(aligned, Aligned(3));
    assert_eq!(block_on(object.array())[999], 999);
    assert_eq!(block_on(object.object())(1), 2);
    assert_eq!(block_on(block_on(object.future())), 9);
    assert_eq!(block_on(object.poll()), Poll::Ready(Poll::Pending));
    let other = block_on(object.recursive()).unwrap();
    assert!(block_on(other.recursive()).is_some());
}
