//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// On a known type an inline async method is an `async fn` as any other: its future is the
// implementation's own, no larger than that of the same function outside of a trait, and `Send` by
// what it holds. In generic code over a sized type it is the same one.

#![feature(inline_async_fn)]

use std::any::type_name_of_val;
use std::rc::Rc;

trait Tr {
    inline async fn method(&self, n: u64) -> u64;
}

struct Sends(u64);
struct Stays(Rc<u64>);

impl Tr for Sends {
    async fn method(&self, n: u64) -> u64 {
        std::future::ready(()).await;
        self.0 + n
    }
}

impl Tr for Stays {
    async fn method(&self, n: u64) -> u64 {
        let shared = self.0.clone();
        std::future::ready(()).await;
        *shared + n
    }
}

async fn outside(this: &Sends, n: u64) -> u64 {
    std::future::ready(()).await;
    this.0 + n
}

fn is_send<T: Send>(_: &T) {}

fn name_of_future<T: Tr>(value: &T) -> &'static str {
    type_name_of_val(&value.method(1))
}

fn main() {
    let (sends, stays) = (Sends(1), Stays(Rc::new(2)));
    is_send(&sends.method(1));
    assert!(size_of_val(&sends.method(1)) <= size_of_val(&outside(&sends, 1)));
    for name in [name_of_future(&sends), name_of_future(&stays)] {
        assert!(name.contains("method") && !name.contains("InlineCall"), "{name}");
    }
    assert_eq!(name_of_future(&sends), type_name_of_val(&sends.method(1)));
    assert_eq!(futures_of(&sends, 4), 5);
    assert_eq!(futures_of(&stays, 4), 6);
}

fn futures_of<T: Tr>(value: &T, n: u64) -> u64 {
    let mut future = std::pin::pin!(value.method(n));
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}
