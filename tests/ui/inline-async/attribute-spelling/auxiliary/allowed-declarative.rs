//@ edition: 2024

#![feature(allow_internal_unstable)]

#[macro_export]
#[allow_internal_unstable(inline_async_fn)]
macro_rules! inline_trait {
    ($name:ident) => {
        pub trait $name {
            #[inline_async]
            async fn get(&self) -> u32;
        }
    };
}
