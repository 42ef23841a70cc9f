//@ edition: 2024
//@ run-rustfix

// A call that consumes its object needs a binding where it is written as a path, too.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::placeable;

#[placeable]
trait Connection {
    inline async fn close(self);
}

async fn of_the_trait(connection: Box<dyn Connection>) {
    Connection::close(*connection).await; //~ ERROR `close` consumes the `dyn Connection`
}

async fn of_the_object(connection: Box<dyn Connection>) {
    <dyn Connection as Connection>::close(*connection).await;
    //~^ ERROR `close` consumes the `dyn Connection`
}

fn main() {
    let _ = of_the_trait;
    let _ = of_the_object;
}
