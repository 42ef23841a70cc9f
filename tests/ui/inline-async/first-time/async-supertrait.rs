// The methods of the trait itself are `inline`, those of its supertrait were forgotten.

//@ edition: 2024
//@ run-rustfix

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Close {
    async fn close(&mut self);
}

trait Read: Close {
    inline async fn read(&mut self) -> u8;
}

struct Connection {
    reader: Box<dyn Read>, //~ ERROR the trait `Read` is not dyn compatible
}

fn main() {}
