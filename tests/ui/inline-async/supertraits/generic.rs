//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A supertrait that comes several times with different parameters: each has its own methods, and
// the machine has room for those of all.

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

trait Get<T> {
    inline async fn get(&self, from: T) -> T;
}

trait Both<T, U>: Get<u8> + Get<T> + Get<U> {
    type Assoc;
    inline async fn assoc(&self) -> Self::Assoc;
}

struct It;

impl Get<u8> for It {
    async fn get(&self, from: u8) -> u8 {
        from + 1
    }
}
impl Get<String> for It {
    async fn get(&self, from: String) -> String {
        from + "!"
    }
}
impl Get<[u8; 100]> for It {
    async fn get(&self, from: [u8; 100]) -> [u8; 100] {
        std::future::ready(()).await;
        from.map(|n| n * 2)
    }
}
impl Both<String, [u8; 100]> for It {
    type Assoc = [u8; 100];
    async fn assoc(&self) -> [u8; 100] {
        [9; 100]
    }
}

async fn run<T: Default, U, B: Both<T, U, Assoc = U> + ?Sized>(object: &B) -> (u8, T, U) {
    let assoc = object.assoc().await;
    (
        Get::<u8>::get(object, 1).await,
        Get::<T>::get(object, T::default()).await,
        Get::<U>::get(object, assoc).await,
    )
}

fn main() {
    let object: &dyn Both<String, [u8; 100], Assoc = [u8; 100]> = &It;
    assert_eq!(block_on(run(object)), (2, "!".to_owned(), [18; 100]));
    assert_eq!(block_on(run(&It)), (2, "!".to_owned(), [18; 100]));
    assert_eq!(
        layout_of_val(object),
        layout_for::<It, dyn Both<String, [u8; 100], Assoc = [u8; 100]>>()
    );
    let strings: &dyn Get<String> = object;
    assert_eq!(block_on(strings.get("a".into())), "a!");
    let arrays: &dyn Get<[u8; 100]> = object;
    assert_eq!(block_on(arrays.get([1; 100])), [2; 100]);
    assert!(layout_of_val(strings).size() < layout_of_val(arrays).size());
}
