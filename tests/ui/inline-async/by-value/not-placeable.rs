//@ edition: 2024

// Where the trait is not `#[placeable]` the error says that too.

#![feature(inline_async_fn)]

trait Connection {
    inline async fn close(self);
}

async fn close(connection: Box<dyn Connection>) {
    connection.close().await; //~ ERROR `close` consumes the `dyn Connection`
}

fn main() {}
