//! An `async fn` without receiver, as a function that gives a box:
//!
//! ```ignore (illustrative)
//! async fn m(a: &A, b: &'b B, c: C) -> R {
//!     ..
//! }
//!
//! fn m<'life0, 'async_trait>(
//!     a: &'life0 A,
//!     b: &'b B,
//!     c: C,
//! ) -> Pin<Box<dyn Future<Output = R> + Send + 'async_trait>>
//! where
//!     'life0: 'async_trait,
//!     'b: 'async_trait,
//! {
//!     Box::pin(async move { .. })
//! }
//! ```
//!
//! It is only called on types, most often in generic code on one that is not known, and there the
//! difference is seen: that a box is `Send` says its type; of the future of an unknown implementation
//! it has to be proved for all lifetimes, which rustc often cannot.

use proc_macro2::Span;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, BoundLifetimes, GenericParam, Lifetime, ParenthesizedGenericArguments, Signature,
    TypeFnPtr, TypeImplTrait, TypeReference, parse_quote,
};

use crate::expand::Futures;
use crate::{method, opaque};

pub fn return_box(sig: &mut Signature, mut body: Option<&mut Block>, futures: Futures) {
    let mut lifetimes = Lifetimes::default();
    for argument in &mut sig.inputs {
        lifetimes.visit_fn_arg_mut(argument);
    }
    outlive_the_future(sig, lifetimes);

    let output = opaque::move_into_block(sig, body.as_deref_mut());
    if let Some(body) = body {
        let future = &body.stmts;
        *body = parse_quote!({ Box::pin(#(#future)*) });
    }
    let send = futures.bound();
    sig.output = parse_quote! {
        -> ::core::pin::Pin<Box<dyn ::core::future::Future<Output = #output> #send + 'async_trait>>
    };
}

/// Says that all that the arguments are made of outlives what is given.
fn outlive_the_future(sig: &mut Signature, lifetimes: Lifetimes) {
    let Lifetimes { added, used, bound, .. } = lifetimes;
    let mut outlive = added.clone();
    let used = used.into_iter().filter(|used| !bound.contains(used));
    for lifetime in sig.generics.lifetimes().map(|param| param.lifetime.clone()).chain(used) {
        if !outlive.contains(&lifetime) {
            outlive.push(lifetime);
        }
    }
    let types: Vec<_> = sig.generics.type_params().map(|param| param.ident.clone()).collect();
    let mentions_self = method::mentions_self(sig);

    let clause = sig.generics.make_where_clause();
    for ty in types {
        clause.predicates.push(parse_quote!(#ty: 'async_trait));
    }
    for lifetime in outlive {
        clause.predicates.push(parse_quote!(#lifetime: 'async_trait));
    }
    if mentions_self {
        clause.predicates.push(parse_quote!(Self: 'async_trait));
    }
    let declared = std::mem::take(&mut sig.generics.params);
    let end: GenericParam = parse_quote!('async_trait);
    let added = added.iter().map(|lifetime| parse_quote!(#lifetime));
    sig.generics.params = added.chain([end]).chain(declared).collect();
}

/// Names the lifetimes in the types of arguments that have no name, and collects all of them.
#[derive(Default)]
struct Lifetimes {
    added: Vec<Lifetime>,
    used: Vec<Lifetime>,
    /// Those of a `for<'a>`.
    bound: Vec<Lifetime>,
    /// Whether a lifetime without a name is that of a function's own arguments.
    in_function: bool,
}

impl Lifetimes {
    fn add(&mut self) -> Lifetime {
        let name = format!("'life{}", self.added.len());
        let lifetime = Lifetime::new(&name, Span::call_site());
        self.added.push(lifetime.clone());
        lifetime
    }

    fn within_function(&mut self, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.in_function, true);
        visit(self);
        self.in_function = outer;
    }
}

impl VisitMut for Lifetimes {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident != "_" {
            if lifetime.ident != "static" {
                self.used.push(lifetime.clone());
            }
        } else if !self.in_function {
            *lifetime = self.add();
        }
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        if reference.lifetime.is_none() && !self.in_function {
            reference.lifetime = Some(self.add());
            self.visit_type_mut(&mut reference.elem);
        } else {
            visit_mut::visit_type_reference_mut(self, reference);
        }
    }

    fn visit_type_impl_trait_mut(&mut self, ty: &mut TypeImplTrait) {
        visit_mut::visit_type_impl_trait_mut(self, ty);
        ty.bounds.push(parse_quote!('async_trait));
    }

    fn visit_type_fn_ptr_mut(&mut self, ty: &mut TypeFnPtr) {
        self.within_function(|this| visit_mut::visit_type_fn_ptr_mut(this, ty));
    }

    fn visit_parenthesized_generic_arguments_mut(
        &mut self,
        arguments: &mut ParenthesizedGenericArguments,
    ) {
        self.within_function(|this| {
            visit_mut::visit_parenthesized_generic_arguments_mut(this, arguments)
        });
    }

    fn visit_bound_lifetimes_mut(&mut self, lifetimes: &mut BoundLifetimes) {
        let bound = lifetimes.lifetimes.iter().filter_map(|param| match param {
            GenericParam::Lifetime(param) => Some(param.lifetime.clone()),
            _ => None,
        });
        self.bound.extend(bound);
    }
}
