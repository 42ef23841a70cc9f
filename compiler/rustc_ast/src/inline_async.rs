//! The two spellings of an `inline async fn`: the contextual keyword, and the attribute
//! `#[inline_async]` for whoever has to read or write the trait without knowing the keyword.
//!
//! The parser knows the keyword only. What an attribute means is settled after expansion, when
//! `cfg_attr` is: [`declare_methods`] then writes it into the headers of the trait's methods.

use rustc_macros::{Decodable, Encodable, Walkable};
use rustc_span::{Span, kw, sym};

use crate::ast::{
    AssocItemKind, Attribute, BoundPolarity, CoroutineKind, Fn, GenericBound, Generics, Trait,
    TyKind, WherePredicateKind,
};

/// What makes a function an `inline async fn`.
#[derive(Clone, Copy, PartialEq, Eq, Encodable, Decodable, Debug, Walkable)]
pub enum InlineAsync {
    /// The contextual keyword `inline`.
    Keyword(Span),
    /// An attribute of the method.
    Attribute(Span),
    /// An attribute of the trait.
    TraitAttribute(Span),
}

impl InlineAsync {
    pub fn span(self) -> Span {
        match self {
            InlineAsync::Keyword(span)
            | InlineAsync::Attribute(span)
            | InlineAsync::TraitAttribute(span) => span,
        }
    }

    pub fn is_keyword(self) -> bool {
        matches!(self, InlineAsync::Keyword(_))
    }
}

/// Declares the `async fn` methods of a trait `inline` that an attribute says to be so. `is_meant`
/// is whether an attribute is `#[inline_async]`, with or without arguments.
pub fn declare_methods(
    attrs: &[Attribute],
    def: &mut Trait,
    is_meant: impl std::ops::Fn(&Attribute) -> bool,
) {
    let find = |attrs: &[Attribute]| attrs.iter().find(|attr| is_meant(attr)).map(|attr| attr.span);
    let of_trait = find(attrs);
    for item in &mut def.items {
        let AssocItemKind::Fn(fun) = &mut item.kind else { continue };
        if fun.sig.header.inline.is_none() {
            fun.sig.header.inline = declared_by(find(&item.attrs), of_trait, fun);
        }
    }
}

fn declared_by(of_method: Option<Span>, of_trait: Option<Span>, fun: &Fn) -> Option<InlineAsync> {
    let Some(CoroutineKind::Async { .. }) = fun.sig.header.coroutine_kind else { return None };
    if let Some(span) = of_method {
        return Some(InlineAsync::Attribute(span));
    }
    of_trait.filter(|_| !requires_sized(&fun.generics)).map(InlineAsync::TraitAttribute)
}

/// Whether there is a `where Self: Sized`.
fn requires_sized(generics: &Generics) -> bool {
    generics.where_clause.predicates.iter().any(|predicate| {
        let WherePredicateKind::BoundPredicate(predicate) = &predicate.kind else { return false };
        matches!(&predicate.bounded_ty.kind, TyKind::Path(None, path) if *path == kw::SelfUpper)
            && predicate.bounds.iter().any(is_sized)
    })
}

fn is_sized(bound: &GenericBound) -> bool {
    let GenericBound::Trait(bound) = bound else { return false };
    matches!(bound.modifiers.polarity, BoundPolarity::Positive)
        && bound.trait_ref.path.segments.last().is_some_and(|last| last.ident.name == sym::Sized)
}
