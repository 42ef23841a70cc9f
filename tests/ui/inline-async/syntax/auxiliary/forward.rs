// Procedural macros that forward a trait and that make one.

//@ edition: 2024

extern crate proc_macro;

use proc_macro::TokenStream;

#[proc_macro_attribute]
pub fn forward(_: TokenStream, item: TokenStream) -> TokenStream {
    item.into_iter().collect()
}

#[proc_macro]
pub fn make(_: TokenStream) -> TokenStream {
    "trait Made { inline async fn m(&self) -> u32 { 1 } }".parse().unwrap()
}
