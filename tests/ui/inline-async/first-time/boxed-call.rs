// A call is returned, and kept, as the boxed future that `#[async_trait]` gives.

//@ edition: 2024
//@ run-rustfix

#![feature(inline_async_fn)]
#![allow(dead_code)]

use std::pin::Pin;

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

#[inline_async(send)]
trait Layer: Send + Sync {
    inline async fn handle(&self, request: u32) -> u32;
}

fn next<'a>(layer: &'a dyn Layer, request: u32) -> Boxed<'a, u32> {
    layer.handle(request) //~ ERROR mismatched types
}

struct Pending<'a> {
    call: Option<Boxed<'a, u32>>,
}

fn start<'a>(layer: &'a dyn Layer) -> Pending<'a> {
    let call: Boxed<'a, u32> = layer.handle(1); //~ ERROR mismatched types
    Pending { call: Some(call) }
}

fn main() {}
