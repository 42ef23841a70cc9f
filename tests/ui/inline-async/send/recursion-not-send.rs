//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Where the trait says that its futures are `Send`, one that calls itself and is not is an error all
// the same.

#![feature(inline_async_fn)]

use std::rc::Rc;

#[inline_async(send)]
trait Count {
    inline async fn count(&self, n: u8) -> u8;
    inline async fn twice(&self) -> u8;
}

impl Count for u8 {
    async fn count(&self, n: u8) -> u8 {
        //~^ ERROR future cannot be sent between threads safely
        let rc = Rc::new(n);
        if n == 0 { *self } else { Box::pin(self.count(*rc - 1)).await + *rc }
    }

    async fn twice(&self) -> u8 {
        //~^ ERROR future cannot be sent between threads safely
        let rc = Rc::new(*self);
        std::future::ready(()).await;
        2 * *rc
    }
}

fn main() {}
