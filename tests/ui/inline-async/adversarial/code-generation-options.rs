//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ revisions: cfi generics
//@[cfi] needs-sanitizer-cfi
//@[cfi] compile-flags: -Zsanitizer=cfi -Clto=fat -Ccodegen-units=1 -Copt-level=3
//@[cfi] ignore-backends: cranelift
//@[cfi] compile-flags: -Cunsafe-allow-abi-mismatch=sanitizer
//@[generics] compile-flags: -Zshare-generics=y -Copt-level=0

// Supertraits, upcasting, default bodies, every receiver and bindings, under options that look at
// vtables or at generic functions: nothing is taken away that is called. (Virtual function
// elimination takes away what plain trait objects call already.)

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlace, HeapPlaced, placeable};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

#[placeable]
trait Tr {
    inline async fn shared(&self) -> u32;
    inline async fn default(&self) -> u32 {
        self.shared().await + 100
    }
}

#[placeable]
trait Sub: Tr + Unpin {
    inline async fn exclusive(&mut self, by: u32) -> u32;
    inline async fn pinned(self: Pin<&mut Self>) -> u32;
}

struct Small(u32);
struct Large(u32);

impl Tr for Small {
    async fn shared(&self) -> u32 {
        self.0
    }
}

impl Sub for Small {
    async fn exclusive(&mut self, by: u32) -> u32 {
        self.0 += by;
        self.0
    }
    async fn pinned(self: Pin<&mut Self>) -> u32 {
        self.0 + 1
    }
}

impl Tr for Large {
    async fn shared(&self) -> u32 {
        let room = [self.0; 100];
        std::future::ready(()).await;
        room[99]
    }
    async fn default(&self) -> u32 {
        5
    }
}

impl Sub for Large {
    fn exclusive(&mut self, by: u32) -> impl Future<Output = u32> {
        self.0 += by;
        std::future::ready(self.0)
    }
    async fn pinned(mut self: Pin<&mut Self>) -> u32 {
        self.as_mut().exclusive(3).await
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

fn check(object: &mut dyn Sub, expected: [u32; 4]) {
    let mut place = HeapPlace::new();
    let exclusive = block_on(object.exclusive(1));
    let pinned = block_on(Pin::new(&mut *object).pinned().in_place(&mut place).unwrap());
    let object: &mut dyn Tr = object;
    let found = [exclusive, pinned, block_on(object.shared()), block_on(object.default())];
    assert_eq!(found, expected);
}

fn main() {
    check(&mut Small(1), [2, 3, 2, 102]);
    check(&mut Large(1), [2, 5, 5, 5]);
    let object: Pin<Box<dyn Sub>> = Box::pin(Large(1));
    check(&mut HeapPlaced::new(object), [2, 5, 5, 5]);
}
