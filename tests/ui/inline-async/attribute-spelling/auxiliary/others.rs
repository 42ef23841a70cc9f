//@ edition: 2024

extern crate proc_macro;

use proc_macro::TokenStream;

/// Has the name of the built-in attribute, and makes a constant out of whatever it is on.
#[proc_macro_attribute]
pub fn inline_async(arguments: TokenStream, _: TokenStream) -> TokenStream {
    let name = arguments.to_string();
    format!("pub const {name}: &str = \"{name}\";").parse().unwrap()
}
