//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally
//@ needs-threads

// `#[inline_async(send)]` on a trait, or on a method, demands futures that are `Send`, so that generic
// code can make objects without return-type notation, and so that calls of `dyn Trait + Send` and of
// bindings keep what generic code is promised.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::thread;

#[placeable]
#[inline_async(send)]
trait Handler: Send + Sync {
    inline async fn handle(&self, request: &str) -> String;
    inline async fn count(&mut self) -> usize {
        0
    }
    inline async fn close(self) -> usize;
}

trait Partly {
    #[inline_async(send)]
    inline async fn sent(&mut self) -> u32;
    inline async fn kept(&mut self) -> u32;
}

struct Echo(usize);

impl Handler for Echo {
    async fn handle(&self, request: &str) -> String {
        request.repeat(self.0)
    }

    async fn close(self) -> usize {
        self.0
    }
}

impl Partly for Echo {
    async fn sent(&mut self) -> u32 {
        1
    }

    async fn kept(&mut self) -> u32 {
        2
    }
}

#[derive(Default)]
struct Registry(Vec<Box<dyn Handler + Send + Sync>>);

impl Registry {
    fn register<H: Handler + Send + Sync + 'static>(&mut self, handler: H) {
        self.0.push(Box::new(handler));
    }
}

fn send<T: Send>(value: T) -> T {
    value
}

/// What generic code is promised, for known types and for object types alike.
fn run<H: Handler + Send + Sync + ?Sized>(handler: &mut H) -> usize {
    let echoed = block_on(send(handler.handle("ab")));
    echoed.len() + block_on(send(handler.count()))
}

fn run_partly<P: Partly + Send + ?Sized>(handler: &mut P) -> u32 {
    block_on(send(handler.sent()))
}

fn block_on<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("pending"),
    }
}

fn main() {
    let mut registry = Registry::default();
    registry.register(Echo(2));
    registry.register(Echo(3));
    let mut lengths = Vec::new();
    for mut handler in registry.0 {
        lengths.push(thread::spawn(move || run(&mut *handler)).join().unwrap());
    }
    assert_eq!(lengths, [4, 6]);

    assert_eq!(run(&mut Echo(1)), 2);
    assert_eq!(run_partly(&mut Echo(1)), 1);
    let object: &mut (dyn Partly + Send) = &mut Echo(1);
    assert_eq!(run_partly(object), 1);

    let object: Box<dyn Handler + Send + Sync> = Box::new(Echo(5));
    let mut binding = HeapPlaced::new(object);
    assert_eq!(run(&mut binding), 10);
    let length = thread::spawn(move || block_on(binding.close())).join().unwrap();
    assert_eq!(length, 5);
}
