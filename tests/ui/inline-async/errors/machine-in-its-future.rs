//@ build-fail
//@ edition: 2024

// A future with a name of its own that holds the machine that it is a part of.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::InlineCoroutine;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll};

trait Size {
    inline async fn size(&self) -> usize;
}

struct SizeOf<T>(MaybeUninit<InlineCoroutine<Own<T>, dyn Size>>);
//~^ ERROR the machine of `Own<u8>` for `dyn Size` would contain itself

impl<T> Future for SizeOf<T> {
    type Output = usize;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<usize> {
        Poll::Ready(size_of_val(&self.0))
    }
}

struct Own<T>(T);

impl<T> Size for Own<T> {
    #[allow(refining_impl_trait)]
    fn size(&self) -> SizeOf<T> {
        SizeOf(MaybeUninit::uninit())
    }
}

fn main() {
    let object: Box<dyn Size> = Box::new(Own(1_u8));
    drop(object.size());
}
