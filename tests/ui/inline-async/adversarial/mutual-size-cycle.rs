//@ edition: 2024

// Futures of two types that each hold as many bytes as the machine of the other would have no size:
// a cycle error, at whichever of the two it is seen first.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::InlineCoroutine;

trait Tr {
    inline async fn m(&self) -> u8;
}

struct One;
struct Other;

impl Tr for One {
    async fn m(&self) -> u8 {
        //~^ ERROR cycle detected when computing type of
        let bytes = [0; size_of::<InlineCoroutine<Other, dyn Tr>>()];
        std::future::ready(()).await;
        bytes[0]
    }
}

impl Tr for Other {
    async fn m(&self) -> u8 {
        let bytes = [0; size_of::<InlineCoroutine<One, dyn Tr>>()];
        std::future::ready(()).await;
        bytes[0]
    }
}

fn main() {
    let object: &dyn Tr = &One;
    drop(object.m());
}
