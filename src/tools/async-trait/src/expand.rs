//! What becomes of the trait, and of its impls.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::{
    Error, ImplItem, ImplItemFn, Item, ItemImpl, ItemTrait, Pat, Result, Token, TraitItem,
    TraitItemFn, TypeParamBound, parse_quote,
};

use crate::{boxed, method, opaque, recursion};

/// Whether futures are `Send`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Futures {
    Send,
    Any,
}

impl Futures {
    pub fn bound(self) -> TokenStream {
        match self {
            Futures::Send => quote!(+ ::core::marker::Send),
            Futures::Any => quote!(),
        }
    }
}

pub fn expand(arguments: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let futures = parse_arguments.parse2(arguments)?;
    match syn::parse2(item)? {
        Item::Trait(mut item) => {
            expand_trait(&mut item, futures);
            Ok(item.into_token_stream())
        }
        Item::Impl(mut item) if item.trait_.is_some() => {
            expand_impl(&mut item, futures);
            Ok(item.into_token_stream())
        }
        Item::Impl(item) => Err(Error::new(
            item.impl_token.span,
            "`#[async_trait]` is for impls of traits: an `async fn` of a type needs no macro",
        )),
        _ => Err(Error::new(
            Span::call_site(),
            "`#[async_trait]` is for traits and for impls of traits",
        )),
    }
}

fn parse_arguments(input: ParseStream<'_>) -> Result<Futures> {
    if input.is_empty() {
        return Ok(Futures::Send);
    }
    let error =
        || Error::new(Span::call_site(), "expected `#[async_trait]` or `#[async_trait(?Send)]`");
    input.parse::<Token![?]>().map_err(|_| error())?;
    let bound: syn::Ident = input.parse().map_err(|_| error())?;
    if bound != "Send" || !input.is_empty() {
        return Err(error());
    }
    Ok(Futures::Any)
}

fn expand_trait(item: &mut ItemTrait, futures: Futures) {
    let supertraits = &item.supertraits;
    let has_supertrait = |name: &str| {
        supertraits.iter().any(|bound| match bound {
            TypeParamBound::Trait(bound) => method::is_named(&bound.path, name),
            _ => false,
        })
    };
    // There are no objects, so that there is nothing to be inline for.
    let is_sized = has_supertrait("Sized");
    for item in &mut item.items {
        let TraitItem::Fn(method) = item else { continue };
        if method.sig.asyncness.is_none() {
            continue;
        }
        if futures == Futures::Send
            && let Some(body) = &method.default
        {
            // The body has the receiver, and is not checked again where its type is known.
            for bound in method::bounds_of_self(&method.sig, body) {
                if !has_supertrait(bound) {
                    let bound = syn::Ident::new(bound, Span::call_site());
                    let clause = method.sig.generics.make_where_clause();
                    clause.predicates.push(parse_quote!(Self: ::core::marker::#bound));
                }
            }
        }
        if method.sig.receiver().is_none() {
            boxed::return_box(&mut method.sig, method.default.as_mut(), futures);
            continue;
        }
        if is_sized || !method::can_be_inline(&method.sig) {
            opaque::return_future(&mut method.sig, method.default.as_mut(), futures);
            continue;
        }
        if method.default.is_none() {
            drop_patterns(method);
        }
        method.attrs.push(match futures {
            Futures::Send => parse_quote!(#[inline_async(send)]),
            Futures::Any => parse_quote!(#[inline_async(local)]),
        });
    }
}

/// A method without a body has names for its arguments, and no patterns.
fn drop_patterns(method: &mut TraitItemFn) {
    for argument in &mut method.sig.inputs {
        match argument {
            syn::FnArg::Receiver(receiver) => receiver.mutability = None,
            syn::FnArg::Typed(argument) => match &mut *argument.pat {
                Pat::Ident(name) if name.subpat.is_none() => {
                    name.by_ref = None;
                    name.mutability = None;
                }
                Pat::Wild(_) => {}
                pattern => *pattern = parse_quote!(_),
            },
        }
    }
}

/// An impl stays as it is, with three exceptions. A method without receiver gives a box, as it does in
/// the trait. A body that calls its own method boxes that call. And an `async fn` holds all of its
/// arguments until it is done, also those that it does not use; a reference that nobody uses must not
/// keep it from being `Send`.
fn expand_impl(item: &mut ItemImpl, futures: Futures) {
    for item in &mut item.items {
        let ImplItem::Fn(method) = item else { continue };
        if method.sig.asyncness.is_none() {
            continue;
        }
        if method.sig.receiver().is_none() {
            boxed::return_box(&mut method.sig, Some(&mut method.block), futures);
            continue;
        }
        recursion::box_calls_of(&method.sig.ident, &mut method.block);
        if futures == Futures::Send && has_unused_reference(method) {
            opaque::return_future(&mut method.sig, Some(&mut method.block), futures);
        }
    }
}

fn has_unused_reference(method: &ImplItemFn) -> bool {
    method.sig.inputs.iter().any(|argument| {
        let syn::FnArg::Typed(argument) = argument else { return false };
        matches!(*argument.ty, syn::Type::Reference(_))
            && match &*argument.pat {
                Pat::Wild(_) => true,
                Pat::Ident(name) => !method::mentions(&method.block, &name.ident),
                _ => false,
            }
    })
}

#[cfg(test)]
mod tests;
