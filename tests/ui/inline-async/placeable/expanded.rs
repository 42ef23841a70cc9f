//@ check-pass
//@ edition: 2024
//@ compile-flags: -Zunpretty=expanded

// What the attribute writes, as `-Zunpretty=expanded` shows it.

#![feature(inline_async_fn, inline_async)]
#![crate_type = "lib"]

use std::future::inline_async::placeable;

#[placeable]
trait ErrorType {
    type Error;
}

#[placeable]
pub trait Source<'a, T: Clone = u8>: ErrorType
where
    Self::Item: Copy,
{
    type Item;
    inline async fn next(&mut self, both: (T, T)) -> Result<Self::Item, Self::Error>;
    fn name(&self) -> &'a str;
}
