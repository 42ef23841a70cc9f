//@ check-pass
//@ edition: 2024
//@ compile-flags: -Zunpretty=expanded

// `-Zunpretty=expanded` leaves the spelling as it is.

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
