//! `async fn` as a function that gives an `impl Future`:
//!
//! ```ignore (illustrative)
//! async fn m(&self, (a, _): (A, B), mut c: C) -> R {
//!     ..
//! }
//!
//! fn m(&self, __arg1: (A, B), c: C) -> impl Future<Output = R> + Send {
//!     async move {
//!         if let Some(output) = None::<R> {
//!             return output;
//!         }
//!         let (a, _) = __arg1;
//!         let mut c = c;
//!         let output: R = { .. };
//!         output
//!     }
//! }
//! ```
//!
//! Unlike an `async fn`, it can say that its future is `Send`, and it holds no reference that it does
//! not use. Other arguments are moved into the block, so that they are dropped when they were: when
//! the body is done.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Block, FnArg, Pat, ReceiverKind, ReturnType, Signature, Type, parse_quote};

use crate::expand::Futures;
use crate::method;

pub fn return_future(sig: &mut Signature, body: Option<&mut Block>, futures: Futures) {
    let output = move_into_block(sig, body);
    let send = futures.bound();
    sig.output = parse_quote!(-> impl ::core::future::Future<Output = #output> #send);
}

/// Makes an `async` block of the body, which has the arguments, and gives the type of its output.
pub fn move_into_block(sig: &mut Signature, body: Option<&mut Block>) -> TokenStream {
    sig.asyncness = None;
    let output = match &sig.output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, output) => quote!(#output),
    };
    if let Some(body) = body {
        // Inside of the block `return` and `?` have to know what they lead to.
        let hint = match &sig.output {
            ReturnType::Type(_, ty)
                if !method::has_impl_trait(ty) && !matches!(**ty, Type::Never(_)) =>
            {
                quote! {
                    if let ::core::option::Option::Some(__output) =
                        ::core::option::Option::None::<#output>
                    {
                        return __output;
                    }
                }
            }
            _ => quote!(),
        };
        let arguments = take_arguments(sig);
        let statements = &body.stmts;
        *body = match &sig.output {
            ReturnType::Type(_, ty) if !method::has_impl_trait(ty) => parse_quote!({
                async move {
                    #hint
                    #arguments
                    let __output: #output = { #(#statements)* };
                    // Where the body never ends.
                    #[allow(unreachable_code)]
                    __output
                }
            }),
            _ => parse_quote!({
                async move {
                    #arguments
                    #(#statements)*
                }
            }),
        };
    } else {
        take_arguments(sig);
    }
    output
}

/// Leaves names for the arguments in the signature, and gives the statements that take them apart.
fn take_arguments(sig: &mut Signature) -> TokenStream {
    let mut statements = quote!();
    for (i, argument) in sig.inputs.iter_mut().enumerate() {
        let argument = match argument {
            FnArg::Receiver(receiver) => {
                if !matches!(receiver.kind, ReceiverKind::Reference(..))
                    && receiver.mutability.is_none()
                {
                    statements.extend(quote!(let _ = &self;));
                }
                continue;
            }
            FnArg::Typed(argument) => argument,
        };
        // Whether the argument is there at all.
        let conditions = argument.attrs.iter().filter(|attr| attr.path().is_ident("cfg"));
        let conditions = quote!(#(#conditions)*);
        let is_reference = matches!(*argument.ty, Type::Reference(_));
        match &mut *argument.pat {
            Pat::Wild(_) if is_reference => {}
            Pat::Ident(name) if name.subpat.is_none() => {
                let (by_ref, mutability) = (name.by_ref.take(), name.mutability.take());
                let name = &name.ident;
                if !is_reference || mutability.is_some() || by_ref.is_some() {
                    statements.extend(quote!(#conditions let #by_ref #mutability #name = #name;));
                }
            }
            pattern => {
                let name = format_ident!("__arg{i}");
                statements.extend(quote!(#conditions let #name = #name;));
                // Without a pattern it is kept until the end.
                if !matches!(pattern, Pat::Wild(_)) {
                    statements.extend(quote!(#conditions let #pattern = #name;));
                }
                *pattern = parse_quote!(#name);
            }
        }
    }
    statements
}
