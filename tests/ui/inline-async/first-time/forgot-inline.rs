// An async trait as it is written today, used as a trait object.

//@ run-rustfix
//@ rustfix-only-machine-applicable
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Storage {
    async fn load(&self, key: &str) -> Option<Vec<u8>>;
    async fn store(&mut self, key: &str, value: &[u8]);
    fn name(&self) -> &str;
}

struct Cache {
    storage: Box<dyn Storage>, //~ ERROR the trait `Storage` is not dyn compatible
}

fn main() {}
