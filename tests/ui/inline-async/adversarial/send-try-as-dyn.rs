// `try_as_dyn` makes an object without a coercion. It asks the same of the futures as a coercion
// does: an object whose calls can be sent has futures that can be.

//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

#![feature(inline_async_fn, try_as_dyn)]

use std::any::try_as_dyn;
use std::rc::Rc;

#[allow(dead_code)]
trait Work {
    inline async fn work(&self) -> usize;
}

struct Sent;

impl Work for Sent {
    async fn work(&self) -> usize {
        std::future::ready(()).await;
        1
    }
}

struct NotSent;

impl Work for NotSent {
    async fn work(&self) -> usize {
        let held = Rc::new(1);
        std::future::ready(()).await;
        *held
    }
}

fn main() {
    assert!(try_as_dyn::<Sent, dyn Work + Send + Sync>(&Sent).is_some());
    assert!(try_as_dyn::<NotSent, dyn Work + Send + Sync>(&NotSent).is_none());
    // Its calls cannot be sent: a shared reference to it cannot.
    assert!(try_as_dyn::<NotSent, dyn Work + Send>(&NotSent).is_some());
    assert!(try_as_dyn::<NotSent, dyn Work>(&NotSent).is_some());
}
