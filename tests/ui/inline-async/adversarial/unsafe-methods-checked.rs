//@ edition: 2024

// `inline async unsafe fn` cannot be called in safe code, on an object as on a type.

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Read {
    inline async unsafe fn at(&self, at: usize) -> u8;
}

async fn on_object(object: &dyn Read) -> u8 {
    object.at(0).await //~ ERROR call to unsafe function `Read::at` is unsafe
}

async fn on_type(reader: impl Read) -> u8 {
    reader.at(0).await //~ ERROR call to unsafe function `Read::at` is unsafe
}

fn main() {}
