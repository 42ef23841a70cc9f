//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A closure that is not `Send` makes the future that holds it not `Send`. The error points at this
// closure and at nothing else: that another one would do is of no use.

#![feature(inline_async_fn)]

use std::rc::Rc;

trait Run<F> {
    inline async fn run(&mut self, f: F);
}

struct Runner;

impl<F: FnOnce()> Run<F> for Runner {
    async fn run(&mut self, f: F) {
        std::future::ready(()).await;
        f()
    }
}

fn same<F>(_: F, object: Box<dyn Run<F> + Send>) -> Box<dyn Run<F> + Send> {
    object
}

fn main() {
    let rc = Rc::new(1);
    let number = 5;
    same(move || drop(rc), Box::new(Runner));
    //~^ ERROR cannot be sent between threads safely
    same(move || drop(number), Box::new(Runner));
}
