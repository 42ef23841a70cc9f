//@ edition: 2024

// What can stand in the attribute, and how often. A method whose attribute is wrong is `inline`
// all the same, so that there are no errors for its calls.

#![feature(inline_async_fn)]

trait Tr {
    #[inline_async = "send"] //~ ERROR malformed `inline_async` attribute input
    async fn with_value(&self);
    #[inline_async(sync)] //~ ERROR malformed `inline_async` attribute input
    async fn unknown(&self);
    #[inline_async(send, local)] //~ ERROR malformed `inline_async` attribute input
    async fn two(&self);
    #[inline_async()] //~ ERROR malformed `inline_async` attribute input
    async fn none(&self);
    #[inline_async("send")] //~ ERROR malformed `inline_async` attribute input
    async fn literal(&self);
    #[inline_async(send(all))] //~ ERROR malformed `inline_async` attribute input
    async fn arguments(&self);
    #[inline_async]
    #[inline_async] //~ ERROR multiple `inline_async` attributes
    async fn twice(&self);
    #[inline_async]
    #[inline_async(send)] //~ ERROR multiple `inline_async` attributes
    async fn both(&self);
}

#[inline_async(Send)] //~ ERROR malformed `inline_async` attribute input
trait OnTrait {
    async fn m(&self);
}

async fn calls(object: &(dyn Tr + Sync), other: &dyn OnTrait) {
    object.with_value().await;
    object.unknown().await;
    object.two().await;
    object.twice().await;
    object.both().await;
    other.m().await;
}

fn main() {}
