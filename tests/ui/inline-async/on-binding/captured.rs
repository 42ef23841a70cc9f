//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Closures, async closures and async blocks capture a binding as its methods need it; macros call
// them; they are found through fields, boxes and guards.

#![feature(inline_async_fn, inline_async)]

use std::cell::RefCell;
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

trait Counter {
    inline async fn next(&mut self) -> u32;
    inline async fn look(&self) -> u32;
    inline async fn close(self) -> u32;
}

impl Counter for u32 {
    async fn next(&mut self) -> u32 {
        *self += 1;
        *self
    }
    async fn look(&self) -> u32 {
        *self
    }
    async fn close(self) -> u32 {
        self
    }
}

type Binding = HeapPlaced<Box<dyn Counter>>;

fn binding(first: u32) -> Binding {
    HeapPlaced::new(Box::new(first))
}

struct Holder {
    counter: Binding,
    name: String,
}

macro_rules! twice {
    ($counter:expr, $method:ident) => {{
        $counter.$method().await;
        $counter.$method().await
    }};
}

async fn test() {
    let mut holder = Holder { counter: binding(0), name: "a".into() };
    {
        let look = || holder.counter.look();
        assert_eq!(look().await + look().await, 0);
    }
    {
        // Only the field is captured.
        let mut next = async || holder.counter.next().await;
        assert_eq!(next().await + next().await, 3);
        assert_eq!(holder.name, "a");
    }
    let block = async { holder.counter.next().await };
    assert_eq!(block.await, 3);
    assert_eq!(twice!(holder.counter, next), 5);
    let close = || holder.counter.close();
    assert_eq!(close().await, 5);

    let mut boxed = Box::new(binding(1));
    assert_eq!(boxed.next().await, 2);
    assert_eq!(boxed.close().await, 2);
    let cell = RefCell::new(binding(1));
    assert_eq!(cell.borrow_mut().next().await, 2);
    assert_eq!(cell.borrow().look().await, 2);
    let mut many = vec![binding(1), binding(5)];
    for counter in &mut many {
        counter.next().await;
    }
    let looks: Vec<_> = many.iter().map(|counter| counter.look()).collect();
    let mut sum = 0;
    for look in looks {
        sum += look.await;
    }
    assert_eq!(sum, 8);
    let mut sum = 0;
    for close in many.into_iter().map(|counter| counter.close()) {
        sum += close.await;
    }
    assert_eq!(sum, 8);
}

fn main() {
    block_on(test());
}
