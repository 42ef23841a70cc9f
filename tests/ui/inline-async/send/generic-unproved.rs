//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// In a generic function the obligation is on the parameter of the implementation, or on the future of
// the parameter.

#![feature(inline_async_fn)]

use std::future::ready;

trait Source {
    async fn next(&mut self) -> u8;
}

trait Handler {
    inline async fn handle(&mut self);
}

struct Wrap<T>(T);

impl<T: Source> Handler for Wrap<T> {
    async fn handle(&mut self) {
        self.0.next().await;
    }
}

struct Hold<T>(std::marker::PhantomData<fn() -> T>);

impl<T: Default> Handler for Hold<T> {
    async fn handle(&mut self) {
        let value = T::default();
        ready(()).await;
        drop(value);
    }
}

fn wrap<T: Source + Send + 'static>(source: T) -> Box<dyn Handler + Send> {
    Box::new(Wrap(source)) //~ ERROR future cannot be sent between threads safely
}

fn hold<T: Default + 'static>() -> Box<dyn Handler + Send> {
    Box::new(Hold::<T>(std::marker::PhantomData))
    //~^ ERROR future cannot be sent between threads safely
}

fn parameter<H: Handler + Send + 'static>(handler: H) -> Box<dyn Handler + Send> {
    Box::new(handler) //~ ERROR `impl Future<Output = ()>` cannot be sent between threads safely
}

fn main() {}
