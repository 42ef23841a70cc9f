//@ edition: 2024

// A method whose future holds as many bytes as the machine that it runs in would have no size: a
// cycle error, as documented.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::InlineCoroutine;

trait Tr {
    inline async fn m(&self) -> u8;
}

struct It;

impl Tr for It {
    async fn m(&self) -> u8 {
        //~^ ERROR cycle detected when computing type of
        let bytes = [0; size_of::<InlineCoroutine<It, dyn Tr>>()];
        std::future::ready(()).await;
        bytes[0]
    }
}

fn main() {}
