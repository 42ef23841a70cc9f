//@ build-fail
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver

// The future of a method is a part of its machine, and cannot hold that machine by value.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::InlineCoroutine;
use std::mem::MaybeUninit;

trait Size {
    inline async fn size(&self) -> usize;
}

struct Own<T>(T);

impl<T> Size for Own<T> {
    async fn size(&self) -> usize {
        let machine = MaybeUninit::<InlineCoroutine<Own<T>, dyn Size>>::uninit();
        //~^ ERROR the machine of `Own<u8>` for `dyn Size` would contain itself
        std::future::ready(()).await;
        size_of_val(&machine)
    }
}

fn main() {
    let object: Box<dyn Size> = Box::new(Own(1_u8));
    drop(object.size());
}
