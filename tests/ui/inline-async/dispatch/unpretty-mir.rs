//@ check-pass
//@ edition: 2024
//@ needs-unwind (the same with `-Cpanic=abort` in other words)
//@ compile-flags: -Zunpretty=mir

// What `-Zunpretty=mir` shows of inline async methods: the body of an implementation makes a future
// of its own, and a call on a trait object makes an `InlineCall`, which is all that a caller sees.

#![feature(inline_async_fn)]
#![crate_type = "lib"]

pub trait Read {
    inline async fn read(&mut self, count: u8) -> u8;
}

pub struct Zeros;

impl Read for Zeros {
    async fn read(&mut self, _count: u8) -> u8 {
        0
    }
}

pub fn on_object(reader: &mut dyn Read) -> impl Future<Output = u8> {
    reader.read(1)
}

pub fn on_known_type(reader: &mut Zeros) -> impl Future<Output = u8> {
    reader.read(2)
}
