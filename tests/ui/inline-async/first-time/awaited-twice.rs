// A call is awaited twice.

//@ edition: 2024

#![feature(inline_async_fn)]

trait Read {
    inline async fn read(&mut self) -> u8;
}

async fn twice(reader: &mut dyn Read) -> [u8; 2] {
    let call = reader.read();
    [call.await, call.await] //~ ERROR use of moved value: `call`
}

fn main() {}
