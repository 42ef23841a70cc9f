//@ edition: 2024

//! Procedural macros that know nothing of `inline async fn`.

extern crate proc_macro;

use proc_macro::{Delimiter, Group, TokenStream, TokenTree};

/// Gives everything back as it was.
#[proc_macro_attribute]
pub fn keep(_: TokenStream, item: TokenStream) -> TokenStream {
    map(item, false)
}

/// Gives back the item without its attributes and without those of what is in it.
#[proc_macro_attribute]
pub fn drop_attributes(_: TokenStream, item: TokenStream) -> TokenStream {
    map(item, true)
}

/// Makes a trait out of text.
#[proc_macro]
pub fn make(_: TokenStream) -> TokenStream {
    "trait Made { #[inline_async] async fn get(&self) -> u32 { 4 } }".parse().unwrap()
}

fn map(tokens: TokenStream, drop_attributes: bool) -> TokenStream {
    let mut tokens = tokens.into_iter();
    let mut mapped = vec![];
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if drop_attributes && punct.as_char() == '#' => {
                tokens.next();
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let inner = map(group.stream(), drop_attributes);
                let mut mapped_group = Group::new(Delimiter::Brace, inner);
                mapped_group.set_span(group.span());
                mapped.push(TokenTree::Group(mapped_group));
            }
            token => mapped.push(token),
        }
    }
    mapped.into_iter().collect()
}
