//! A type that is another one each time it is expanded.

extern crate proc_macro;

use std::sync::atomic::{AtomicUsize, Ordering};

use proc_macro::TokenStream;

static EXPANDED: AtomicUsize = AtomicUsize::new(0);

/// `[u8; 8]` at first, then `[u8; 16]`, and so on.
#[proc_macro]
pub fn longer(_: TokenStream) -> TokenStream {
    let expanded = EXPANDED.fetch_add(8, Ordering::Relaxed);
    format!("[u8; {}]", expanded + 8).parse().unwrap()
}
