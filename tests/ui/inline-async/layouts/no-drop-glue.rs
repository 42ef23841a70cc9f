//@ check-pass
//@ edition: 2024

// A machine says free or claimed and nothing more. What is in it is known to the call, so that
// dropping the machine drops nothing, whatever its futures hold.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::InlineCoroutine;

trait Tr {
    inline async fn hold(&self, text: String) -> usize;
}

impl Tr for Vec<String> {
    async fn hold(&self, text: String) -> usize {
        std::future::ready(()).await;
        self.len() + text.len()
    }
}

const _: () = assert!(!std::mem::needs_drop::<InlineCoroutine<Vec<String>, dyn Tr>>());
const _: () = assert!(size_of::<InlineCoroutine<Vec<String>, dyn Tr>>() > size_of::<String>());

fn main() {}
