//@ build-pass
//@ edition: 2024
//@ needs-sanitizer-cfi
//@ only-linux
//@ no-prefer-dynamic
//@ compile-flags: -Clto=fat -Zsanitizer=cfi -Ccodegen-units=1 -Cunsafe-allow-abi-mismatch=sanitizer --emit=obj

// A start has one type id for all types: the one that a call through a pointer has.

#![feature(inline_async_fn)]

trait Tr {
    inline async fn method(&self) -> u8;
    fn plain(&self) -> u8;
}

impl Tr for u8 {
    async fn method(&self) -> u8 {
        *self
    }

    fn plain(&self) -> u8 {
        *self
    }
}

fn main() {
    let object: &dyn Tr = &1u8;
    drop(object.method());
    object.plain();
}
