// The type of a call is written: its arguments are a tuple.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::InlineCall;

trait Write {
    inline async fn write(&mut self, byte: u8) -> bool;
}

fn start<'a>(writer: &'a mut dyn Write) -> InlineCall<&'a mut dyn Write, u8, bool> {
    writer.write(1) //~ ERROR mismatched types
}

fn main() {}
