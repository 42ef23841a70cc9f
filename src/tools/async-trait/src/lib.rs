//! `#[async_trait]` for a toolchain that has `inline async fn`, with the name and the version of the
//! crate that it takes the place of:
//!
//! ```toml
//! [patch.crates-io]
//! async-trait = { path = ".../src/tools/async-trait" }
//! ```
//!
//! Where that crate makes methods that box their futures, this one declares the methods of the trait
//! inline and leaves their code alone:
//!
//! ```ignore (illustrative)
//! #[async_trait]                          trait Store: Send + Sync {
//! trait Store: Send + Sync {       =>         #[inline_async(send)]
//!     async fn get(&self) -> u32;             async fn get(&self) -> u32;
//! }                                       }
//! ```
//!
//! A call on a trait object then has no box unless its future is too large for the call, and one on a
//! known type has none at all. The crate that uses the macro needs no feature: the macro is allowed
//! to use `inline_async_fn` on its behalf.
//!
//! - Futures are `Send`, as they were, and with `#[async_trait(?Send)]` they need not be. Objects
//!   that are `Send` themselves ask for futures that are, also with `?Send`.
//! - A method that cannot be called on an object (type parameters, `Self` in its signature, `where
//!   Self: Sized`) gives an `impl Future`. One without a receiver gives a box, as it always did.
//! - A body of an impl that awaits a call of its own method boxes that call.
//! - A default body relies on `Self: Sync` or `Self: Send`, as its receiver needs it.
//!
//! What a call gives is a future, but not a `Pin<Box<dyn Future>>`: code that names that type writes
//! `Box::pin(object.method(..))`.

#![feature(allow_internal_unstable)]
#![allow(internal_features)]

mod boxed;
mod expand;
mod method;
mod opaque;
mod recursion;

use proc_macro::TokenStream;

/// Makes the `async fn` methods of a trait callable on trait objects. It is written on the trait and,
/// where it changes next to nothing, on the impls.
///
/// `#[async_trait(?Send)]` does not ask for futures that are `Send`.
#[proc_macro_attribute]
#[allow_internal_unstable(inline_async_fn)]
pub fn async_trait(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(arguments.into(), item.into())
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
