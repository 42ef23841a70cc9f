// A method that consumes the object, called on the `Box` that owns it.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::placeable;

#[placeable]
pub trait File {
    inline async fn write(&mut self, bytes: &[u8]);
    inline async fn close(self);
}

async fn save(mut file: Box<dyn File>, bytes: &[u8]) {
    file.write(bytes).await;
    file.close().await; //~ ERROR `close` consumes the `dyn File`
}

fn main() {}
