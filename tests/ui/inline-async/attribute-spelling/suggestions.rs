//@ edition: 2024

// Suggestions are in the spelling of the code.

#![feature(inline_async_fn)]

use std::rc::Rc;

trait Tr {
    #[inline_async]
    async fn first(&self);
    async fn second(&self);
}

fn f(_: &dyn Tr) {} //~ ERROR the trait `Tr` is not dyn compatible

trait Job {
    #[inline_async]
    async fn run(&mut self);
}

fn send(_: impl Send) {}

fn generic<J: Job>(job: &mut J) {
    send(job.run()); //~ ERROR `impl Future<Output = ()>` cannot be sent between threads safely
}

struct Local;

impl Job for Local {
    async fn run(&mut self) {
        let rc = Rc::new(1);
        std::future::ready(()).await;
        drop(rc);
    }
}

fn boxed() -> Box<dyn Job + Send> {
    Box::new(Local) //~ ERROR future cannot be sent between threads safely
}

fn main() {}
