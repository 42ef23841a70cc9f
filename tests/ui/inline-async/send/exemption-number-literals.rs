//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// The types of number literals that are still to be inferred are not taken for `i32` and `f64`: what
// they become is not known yet.

#![feature(inline_async_fn)]

use std::rc::Rc;

trait Has {
    type Type;
}

impl Has for i32 {
    type Type = Rc<()>;
}

impl Has for u64 {
    type Type = ();
}

impl Has for f64 {
    type Type = Rc<()>;
}

impl Has for f32 {
    type Type = ();
}

struct Argument<X: Has>(X::Type);

trait Tr<X: Has> {
    inline async fn m(&mut self, argument: Argument<X>);
}

struct Racy;

impl<X: Has> Tr<X> for Racy {
    async fn m(&mut self, _argument: Argument<X>) {
        let held = Rc::new(());
        std::future::ready(()).await;
        drop(held);
    }
}

fn same<X: Has>(_: X, object: Box<dyn Tr<X> + Send>) -> Box<dyn Tr<X> + Send> {
    object
}

fn main() {
    let integer = same(5, Box::new(Racy));
    //~^ ERROR cannot be sent between threads safely
    let _: Box<dyn Tr<u64> + Send> = integer;

    let float = same(0.5, Box::new(Racy));
    //~^ ERROR cannot be sent between threads safely
    let _: Box<dyn Tr<f32> + Send> = float;
}
