//@ edition: 2024

#![feature(inline_async_fn)]

trait Connection {
    inline async fn close(self);
}

async fn close(connection: &mut dyn Connection) {
    connection.close().await; //~ ERROR E0809
}

fn main() {}
