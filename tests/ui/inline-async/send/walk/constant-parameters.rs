//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// An associated type that depends on a constant which is not known is not known either: it counts
// as `Send`, and so the coercion asks whether the futures are.

#![feature(inline_async_fn)]

use std::rc::Rc;

trait Element {
    type Item;
}

impl<const N: usize> Element for [u8; N] {
    type Item = Rc<()>;
}

trait Tr<const N: usize> {
    inline async fn m(&mut self, item: <[u8; N] as Element>::Item);
}

struct Local;

impl<const N: usize> Tr<N> for Local {
    async fn m(&mut self, _: Rc<()>) {
        std::future::ready(()).await
    }
}

fn unknown<const N: usize>() -> Box<dyn Tr<N> + Send> {
    Box::new(Local) //~ ERROR future cannot be sent between threads safely
}

// Of a known constant it is an `Rc`, and no call can be sent.
fn known() -> Box<dyn Tr<3> + Send> {
    Box::new(Local)
}

fn main() {
    unknown::<3>();
    known();
}
