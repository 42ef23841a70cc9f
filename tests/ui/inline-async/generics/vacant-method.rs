//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A method whose `where` clause does not hold for the type behind the object has a vacant entry in
// the vtable and nothing in the machine; the other methods are called as ever.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{layout_for, layout_of_val};
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

trait Print<T> {
    inline async fn first(&self) -> u8;
    inline async fn print(&self, value: T) -> String
    where
        T: ToString;
    inline async fn last(&self) -> u8;
}

struct It;

impl<T> Print<T> for It {
    async fn first(&self) -> u8 {
        1
    }
    async fn print(&self, value: T) -> String
    where
        T: ToString,
    {
        let big = [value.to_string(), String::new(), String::new(), String::new()];
        std::future::ready(()).await;
        big.concat()
    }
    async fn last(&self) -> u8 {
        2
    }
}

struct NoString;

fn main() {
    let object: &dyn Print<u32> = &It;
    assert_eq!(block_on(object.first()), 1);
    assert_eq!(block_on(object.print(5)), "5");
    assert_eq!(block_on(object.last()), 2);

    let vacant: &dyn Print<NoString> = &It;
    assert_eq!(block_on(vacant.first()), 1);
    assert_eq!(block_on(vacant.last()), 2);

    assert_eq!(layout_of_val(vacant), layout_for::<It, dyn Print<NoString>>());
    assert!(layout_of_val(vacant).size() < layout_of_val(object).size());
}
