// The pretty printer keeps both spellings as they are.

//@ edition: 2024
//@ pp-exact

#![feature(inline_async_fn)]

#[inline_async]
trait OnTrait {
    async fn m(&self);
    inline async fn n(&self);
}

trait OnMethod: Sync {
    #[inline_async(send)]
    async unsafe fn m(&self) {}
}

fn main() {}
