//@ check-pass
//@ edition: 2024
//@ compile-flags: -Zunpretty=hir

// `-Zunpretty=hir` shows the keyword for both spellings, and the attribute.

#![feature(inline_async_fn)]
#![crate_type = "lib"]

macro_rules! method {
    ($name:ident) => {
        #[inline_async]
        async fn $name(&mut self, a: u8) -> u8;
    };
}

trait OnMethod {
    method!(required);
    #[inline_async(send)]
    async unsafe fn provided(&self) {}
}

#[cfg_attr(true, inline_async)]
trait OnTrait {
    async fn inline(&self);
    inline async fn keyword(&self);
    async fn not_inline(&self)
    where
        Self: Sized;
}
