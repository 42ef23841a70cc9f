//@ edition: 2024

// There are no calls yet that stay on one thread where their object need not.

#![feature(inline_async_fn)]

#[inline_async(local)] //~ ERROR `#[inline_async(local)]` is not supported yet
trait Service {
    async fn call(&self, n: u32) -> u32;
}

trait Tr {
    #[inline_async(local)] //~ ERROR `#[inline_async(local)]` is not supported yet
    async fn call(&self, n: u32) -> u32;
}

async fn call(service: &dyn Service, other: &dyn Tr) -> u32 {
    service.call(1).await + other.call(2).await
}

fn main() {}
