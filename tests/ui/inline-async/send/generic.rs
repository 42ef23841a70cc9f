//@ check-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// What the coercion asks for is proved from what is known: from an implementation for a generic type
// whose parameters are `Send`, from return-type notation, for all lifetimes of arguments and outputs.

#![feature(inline_async_fn, return_type_notation)]

use std::future::ready;
use std::pin::Pin;
use std::sync::Arc;

trait Tr {
    type Item;
    inline async fn by_lifetime<'a, 'b: 'a>(&'a mut self, x: &'a str, y: &'b [u8]) -> &'a str;
    inline async fn elided(&mut self, x: &str, y: &mut Vec<u8>) -> usize;
    inline async fn lend(&mut self) -> &mut Self::Item;
    inline async fn shared<'s>(&'s self, x: &str) -> &'s Self::Item;
    inline async fn pinned(self: Pin<&mut Self>, x: &[&str]) -> usize;
    inline async fn consume(self, x: &str) -> Self::Item;
}

struct Wrap<T>(T);

impl<T> Tr for Wrap<T> {
    type Item = T;
    async fn by_lifetime<'a, 'b: 'a>(&'a mut self, x: &'a str, y: &'b [u8]) -> &'a str {
        ready(()).await;
        if y.is_empty() { x } else { "" }
    }
    async fn elided(&mut self, x: &str, y: &mut Vec<u8>) -> usize {
        ready(()).await;
        y.push(1);
        x.len()
    }
    async fn lend(&mut self) -> &mut T {
        ready(()).await;
        &mut self.0
    }
    async fn shared<'s>(&'s self, x: &str) -> &'s T {
        ready(x.len()).await;
        &self.0
    }
    async fn pinned(self: Pin<&mut Self>, x: &[&str]) -> usize {
        for x in x {
            ready(x).await;
        }
        x.len()
    }
    async fn consume(self, x: &str) -> T {
        ready(x).await;
        self.0
    }
}

fn concrete() -> Box<dyn Tr<Item = String> + Send> {
    Box::new(Wrap(String::new()))
}

fn generic<T: Send + 'static>(value: T) -> Box<dyn Tr<Item = T> + Send> {
    Box::new(Wrap(value))
}

fn generic_shared<T: Send + Sync + 'static>(value: T) -> Arc<dyn Tr<Item = T> + Send + Sync> {
    Arc::new(Wrap(value))
}

fn borrowed<'a>(value: &'a str) -> Box<dyn Tr<Item = &'a str> + Send + 'a> {
    Box::new(Wrap(value))
}

trait Handler {
    inline async fn handle(&mut self, x: &str);
}

fn by_notation<H: Handler<handle(..): Send> + Send + 'static>(handler: H) -> Box<dyn Handler + Send> {
    Box::new(handler)
}

trait Sub: Handler {}

/// Upcasting asks for nothing: it was asked for when the object was made.
fn upcast(object: Box<dyn Sub + Send>) -> Box<dyn Handler + Send> {
    object
}

fn main() {
    let _ = (concrete, generic::<u8>, generic_shared::<u8>, borrowed, upcast);
}
