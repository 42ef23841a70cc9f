//@ edition: 2024
//@ run-rustfix

// A `Box` owns its object, but the call needs a binding.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::placeable;

#[placeable]
trait Connection {
    inline async fn close(self);
}

async fn close(connection: Box<dyn Connection>) {
    connection.close().await; //~ ERROR `close` consumes the `dyn Connection`
}

fn main() {
    let _ = close;
}
