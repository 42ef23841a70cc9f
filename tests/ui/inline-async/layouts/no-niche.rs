// A machine has no niche, whatever its futures have: memory of a place that has no machine in it is
// not a value of that type.

//@ run-pass
//@ edition: 2024

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::InlineCoroutine;

trait Flag {
    #[allow(dead_code)]
    inline async fn set(&self, value: bool) -> bool;
}

struct Always;

impl Flag for Always {
    async fn set(&self, value: bool) -> bool {
        value
    }
}

type Machine = InlineCoroutine<Always, dyn Flag>;

fn main() {
    assert!(size_of::<Option<Machine>>() > size_of::<Machine>());
}
