//@ check-pass
//@ edition: 2024
//@ compile-flags: -Zunpretty=hir

// `-Zunpretty=hir` shows which methods are `inline`, and a body lowered as that of any `async fn`.

#![feature(inline_async_fn)]
#![crate_type = "lib"]

trait Tr {
    inline async fn required(&mut self, a: u8) -> u8;
    inline async unsafe fn provided(&self) {}
    async fn not_inline(&self);
}
