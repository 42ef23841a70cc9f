// The attribute `#[inline]`, which means something else.

//@ run-rustfix
//@ rustfix-only-machine-applicable
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code, unused_attributes)]

trait Clock {
    #[inline]
    async fn sleep(&self, milliseconds: u64);
}

async fn twice(clock: &dyn Clock) {
    //~^ ERROR the trait `Clock` is not dyn compatible
    clock.sleep(1).await;
    clock.sleep(1).await;
}

fn main() {}
