//@ run-pass
//@ edition: 2024
//@ incremental

// With incremental compilation the shims land in codegen units as other functions do.

#![feature(inline_async_fn)]

use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

mod declared {
    pub trait Twice {
        inline async fn once(&self, n: u8) -> u8;
        inline async fn twice(&self, n: u8) -> u8 {
            self.once(n).await + self.once(n).await
        }
    }
}

mod implemented {
    pub struct Plus(pub u8);

    impl crate::declared::Twice for Plus {
        async fn once(&self, n: u8) -> u8 {
            self.0 + n
        }
    }
}

mod used {
    pub async fn run(object: &dyn crate::declared::Twice) -> u8 {
        object.twice(2).await
    }
}

fn main() {
    assert_eq!(block_on(used::run(&implemented::Plus(3))), 10);
}
