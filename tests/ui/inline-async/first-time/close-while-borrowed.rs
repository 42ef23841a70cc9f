// An object is consumed where it is only borrowed, where a call still borrows it, and twice.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};

#[placeable]
trait Connection {
    inline async fn send(&mut self, bytes: &[u8]);
    inline async fn close(self);
}

async fn through_a_reference(connection: &mut dyn Connection) {
    connection.close().await; //~ ERROR `close` consumes the `dyn Connection`
}

struct Client {
    connection: HeapPlaced<Box<dyn Connection>>,
}

impl Client {
    async fn quit(&mut self) {
        self.connection.close().await; //~ ERROR cannot move out of `self.connection`
    }
}

async fn during_a_call(connection: Box<dyn Connection>) {
    let mut connection = HeapPlaced::new(connection);
    let send = connection.send(b"bye");
    connection.close().await; //~ ERROR cannot move out of `connection` because it is borrowed
    send.await;
}

async fn twice(connection: Box<dyn Connection>) {
    let connection = HeapPlaced::new(connection);
    connection.close().await;
    connection.close().await; //~ ERROR use of moved value: `connection`
}

fn main() {}
