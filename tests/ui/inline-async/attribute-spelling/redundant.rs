//@ check-pass
//@ edition: 2024
//@ run-rustfix

// Said twice, the attribute that says nothing else is unused. One with arguments says more.

#![feature(inline_async_fn)]
#![warn(unused_attributes)]
#![allow(dead_code)]

trait Keyword {
    #[inline_async] //~ WARN unused attribute
    inline async fn both(&self);
    #[inline_async(send)]
    inline async fn more(&self);
}

#[inline_async]
trait OnTrait {
    #[inline_async] //~ WARN unused attribute
    async fn both(&self);
    #[inline_async(send)]
    async fn more(&self);
    inline async fn keyword(&self);
}

#[inline_async(send)]
trait Sent {
    #[inline_async] //~ WARN unused attribute
    async fn both(&self);
}

fn main() {}
