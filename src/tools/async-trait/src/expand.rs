//! What becomes of the trait, and of its impls.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{
    Error, ImplItem, ImplItemFn, Item, ItemImpl, ItemTrait, Pat, Result, Token, TraitItem,
    TraitItemFn, TypeParamBound, parse_quote,
};

use crate::{method, opaque};

/// Whether futures are `Send`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Futures {
    Send,
    Any,
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
        if futures == Futures::Send && method.default.is_some() {
            // The body has the receiver, and is not checked again where its type is known.
            for bound in method::bounds_of_receiver(&method.sig) {
                if !has_supertrait(bound) {
                    let bound = syn::Ident::new(bound, Span::call_site());
                    let clause = method.sig.generics.make_where_clause();
                    clause.predicates.push(parse_quote!(Self: ::core::marker::#bound));
                }
            }
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
            Futures::Any => parse_quote!(#[inline_async]),
        });
    }
}

/// A method without a body has names for its arguments, and no patterns.
fn drop_patterns(method: &mut TraitItemFn) {
    for argument in &mut method.sig.inputs {
        match argument {
            syn::FnArg::Receiver(receiver) if receiver.reference.is_none() => {
                receiver.mutability = None;
            }
            syn::FnArg::Receiver(_) => {}
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

/// An impl stays as it is, with one exception. An `async fn` holds all of its arguments until it is
/// done, also those that it does not use; a reference that nobody uses must not keep it from being
/// `Send`.
fn expand_impl(item: &mut ItemImpl, futures: Futures) {
    if futures == Futures::Any {
        return;
    }
    for item in &mut item.items {
        if let ImplItem::Fn(method) = item
            && method.sig.asyncness.is_some()
            && has_unused_reference(method)
        {
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
mod tests {
    use quote::quote;

    use super::*;

    #[track_caller]
    fn check(arguments: TokenStream, item: TokenStream, expected: TokenStream) {
        let expanded = expand(arguments, item).unwrap();
        let text = |tokens: TokenStream| tokens.to_string().replace(' ', "");
        assert_eq!(text(expanded), text(expected));
    }

    #[track_caller]
    fn check_error(arguments: TokenStream, item: TokenStream, expected: &str) {
        assert_eq!(expand(arguments, item).unwrap_err().to_string(), expected);
    }

    #[test]
    fn methods_are_inline() {
        check(
            quote!(),
            quote! {
                trait Tr: Send {
                    #[must_use]
                    async fn shared(&self, mut n: u32) -> Self::Item;
                    async fn exclusive(self: Pin<&mut Self>) -> Vec<<Self as Tr>::Item>;
                    fn plain(&self);
                }
            },
            quote! {
                trait Tr: Send {
                    #[must_use]
                    #[inline_async(send)]
                    async fn shared(&self, n: u32) -> Self::Item;
                    #[inline_async(send)]
                    async fn exclusive(self: Pin<&mut Self>) -> Vec<<Self as Tr>::Item>;
                    fn plain(&self);
                }
            },
        );
        check(
            quote!(?Send),
            quote!(
                trait Tr {
                    async fn close(self);
                }
            ),
            quote!(
                trait Tr {
                    #[inline_async]
                    async fn close(self);
                }
            ),
        );
    }

    #[test]
    fn default_bodies_rely_on_their_receiver() {
        check(
            quote!(),
            quote! {
                trait Tr: core::marker::Send {
                    async fn shared(&self) {}
                    async fn exclusive(&mut self) {}
                    async fn required(&self);
                }
            },
            quote! {
                trait Tr: core::marker::Send {
                    #[inline_async(send)]
                    async fn shared(&self) where Self: ::core::marker::Sync {}
                    #[inline_async(send)]
                    async fn exclusive(&mut self) {}
                    #[inline_async(send)]
                    async fn required(&self);
                }
            },
        );
    }

    #[test]
    fn what_no_object_has_gives_an_impl_future() {
        let future = quote!(impl ::core::future::Future<Output = ()> + ::core::marker::Send);
        check(
            quote!(),
            quote! {
                trait Tr {
                    async fn no_receiver();
                    async fn type_param<T>(&self);
                    async fn const_param<const N: usize>(&self);
                    async fn same(&self, other: &[Self]);
                    async fn opaque(&self, a: impl Copy);
                    async fn receiver(self: &Arc<Self>);
                    async fn sized(&self) where Self: Sized;
                }
            },
            quote! {
                trait Tr {
                    fn no_receiver() -> #future;
                    fn type_param<T>(&self) -> #future;
                    fn const_param<const N: usize>(&self) -> #future;
                    fn same(&self, other: &[Self]) -> #future;
                    fn opaque(&self, a: impl Copy) -> #future;
                    fn receiver(self: &Arc<Self>) -> #future;
                    fn sized(&self) -> #future where Self: Sized;
                }
            },
        );
        check(
            quote!(?Send),
            quote!(
                trait Tr: Sized {
                    async fn get(&self) -> u32;
                }
            ),
            quote!(
                trait Tr: Sized {
                    fn get(&self) -> impl ::core::future::Future<Output = u32>;
                }
            ),
        );
    }

    #[test]
    fn impls_stay_as_they_are() {
        let item = quote! {
            impl<T> Tr for S<T> {
                async fn get(&self, t: &T) -> u32 { t.get().await }
                async fn formatted(&self, t: &T) -> String { format!("{t}") }
                fn plain(&self) {}
            }
        };
        check(quote!(), item.clone(), item);
        let unused = quote!(impl Tr for u8 { async fn get(&self, _: &u8) {} });
        check(quote!(?Send), unused.clone(), unused);
    }

    #[test]
    fn what_it_is_not_for() {
        let item = quote!(
            trait Tr {}
        );
        let expected = "expected `#[async_trait]` or `#[async_trait(?Send)]`";
        for arguments in [quote!(Send), quote!(?Sync), quote!(?Send,), quote!(?), quote!(send = 1)]
        {
            check_error(arguments, item.clone(), expected);
        }
        check_error(
            quote!(),
            quote!(impl S { async fn m(&self) {} }),
            "`#[async_trait]` is for impls of traits: an `async fn` of a type needs no macro",
        );
        check_error(
            quote!(),
            quote!(
                struct S;
            ),
            "`#[async_trait]` is for traits and for impls of traits",
        );
    }
}
