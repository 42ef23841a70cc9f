//@ edition: 2024

// A call that consumes its object needs a binding that owns it. On anything else the error names
// what owns an object and how it is bound.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, MoveRef, placeable};
use std::pin::Pin;
use std::rc::Rc;

#[placeable]
trait Connection {
    inline async fn read(&mut self);
    inline async fn close(self);
}

async fn reference(connection: &mut dyn Connection) {
    connection.close().await; //~ ERROR `close` consumes the `dyn Connection`, but is not called on
}

async fn shared(connection: Rc<dyn Connection>) {
    connection.close().await; //~ ERROR `close` consumes the `dyn Connection`, but is not called on
}

async fn move_ref(connection: MoveRef<'_, dyn Connection>) {
    connection.close().await; //~ ERROR `close` consumes the `dyn Connection`, but is not called on
}

struct Holder {
    connection: Box<dyn Connection>,
}

async fn field(holder: &mut Holder) {
    holder.connection.close().await; //~ ERROR `close` consumes the `dyn Connection`, but is not
}

async fn by_path(connection: Box<dyn Connection>) {
    Connection::close(*connection).await;
    //~^ ERROR `close` consumes the `dyn Connection`, but is not called on
}

async fn reference_by_path(connection: &mut dyn Connection) {
    Connection::close(*connection).await;
    //~^ ERROR `close` consumes the `dyn Connection`, but is not called on
}

async fn function_as_a_value(connection: Box<dyn Connection>) {
    let close = <dyn Connection as Connection>::close;
    //~^ ERROR the size for values of type `dyn Connection` cannot be known
    close(*connection).await;
    //~^ ERROR `close` consumes the `dyn Connection`, but is not called on
}

async fn borrowing_binding(connection: &mut dyn Connection) {
    let mut connection = HeapPlaced::new(connection);
    connection.close().await; //~ ERROR `close` takes `self`, but `&mut dyn Connection` does not
}

async fn pinned_binding(connection: Pin<Box<dyn Connection>>) {
    HeapPlaced::new(connection).close().await;
    //~^ ERROR `close` takes `self`, but `Pin<Box<dyn Connection>>` does not own its object
}

async fn read_then_close(connection: Box<dyn Connection>) {
    let mut connection = HeapPlaced::new(connection);
    connection.read().await;
    connection.close().await;
    connection.read().await; //~ ERROR borrow of moved value: `connection`
}

fn main() {}
