// A call is kept in a struct, beside the object that it borrows and without a name for its type.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::InlineCall;

trait Read {
    inline async fn read(&mut self) -> u8;
}

struct Unnamed {
    call: impl Future<Output = u8>, //~ ERROR `impl Trait` is not allowed in field types
}

struct Reading {
    reader: Box<dyn Read>,
    call: Option<InlineCall<&'static mut dyn Read, (), u8>>,
}

impl Reading {
    fn start(&mut self) {
        self.call = Some(self.reader.read()); //~ ERROR lifetime may not live long enough
    }
}

fn main() {}
