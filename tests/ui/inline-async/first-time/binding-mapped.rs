// Bindings are made by an iterator or an `Option`, of pointers that have not become ones to objects.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::HeapPlaced;

trait Counter {
    inline async fn next(&mut self) -> u32;
}

struct UpFrom(u32);

impl Counter for UpFrom {
    async fn next(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }
}

fn in_closure(counter: Option<UpFrom>) {
    let _ = counter.map(|counter| HeapPlaced::new(Box::new(counter)));
    //~^ ERROR `Box<UpFrom>` is not a pointer to a trait object
}

fn as_function(counters: Vec<UpFrom>) {
    let _: Vec<_> = counters.into_iter().map(Box::new).map(HeapPlaced::new).collect();
    //~^ ERROR `Box<UpFrom>` is not a pointer to a trait object
}

fn expected(counter: UpFrom) -> HeapPlaced<Box<dyn Counter>> {
    HeapPlaced::new(Box::new(counter))
}

fn main() {}
