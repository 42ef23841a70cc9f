//@ build-fail
//@ edition: 2024

// Two machines that hold each other, one of them through a function that is no method.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::InlineCoroutine;
use std::mem::MaybeUninit;

trait Size {
    inline async fn size(&self) -> usize;
}

type Machine<T> = MaybeUninit<InlineCoroutine<T, dyn Size>>;

struct Left<T>(T);
struct Right<T>(T);

async fn size_of_left<T>() -> usize {
    let machine = Machine::<Left<T>>::uninit();
    std::future::ready(()).await;
    size_of_val(&machine)
}

impl<T> Size for Left<T> {
    async fn size(&self) -> usize {
        let machine = Machine::<Right<T>>::uninit();
        std::future::ready(()).await;
        size_of_val(&machine)
    }
}

impl<T> Size for Right<T> {
    async fn size(&self) -> usize {
        size_of_left::<T>().await
        //~^ ERROR the machine of `Right<u8>` for `dyn Size` would contain itself
    }
}

fn main() {
    let object: Box<dyn Size> = Box::new(Left(1_u8));
    drop(object.size());
}
