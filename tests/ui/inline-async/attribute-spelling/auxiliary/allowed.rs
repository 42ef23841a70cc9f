//@ edition: 2024

//! Macros that use the feature for crates that do not name it.

#![feature(allow_internal_unstable)]

extern crate proc_macro;

use proc_macro::TokenStream;

#[proc_macro_attribute]
#[allow_internal_unstable(inline_async_fn)]
pub fn inline_trait(_: TokenStream, item: TokenStream) -> TokenStream {
    let attribute: TokenStream = "#[inline_async(send)]".parse().unwrap();
    attribute.into_iter().chain(item).collect()
}

#[proc_macro]
#[allow_internal_unstable(inline_async_fn)]
pub fn make(_: TokenStream) -> TokenStream {
    "pub trait Made { #[inline_async] async fn get(&self) -> u32 { 4 } }".parse().unwrap()
}

/// As `inline_trait`, without being allowed to.
#[proc_macro_attribute]
pub fn not_allowed(_: TokenStream, item: TokenStream) -> TokenStream {
    let attribute: TokenStream = "#[inline_async]".parse().unwrap();
    attribute.into_iter().chain(item).collect()
}
