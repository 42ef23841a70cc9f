//@ check-pass
//@ edition: 2024
//@ compile-flags: -Zunpretty=expanded

// `-Zunpretty=expanded` keeps `inline`, also where a macro has written it.

#![feature(inline_async_fn)]
#![crate_type = "lib"]

macro_rules! method {
    ($name:ident) => {
        inline async fn $name(&mut self, a: u8) -> u8;
    };
}

trait Tr {
    method!(required);
    inline async unsafe fn provided(&self) {}
    async fn not_inline(&self);
}
