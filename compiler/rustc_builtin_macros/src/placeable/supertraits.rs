//! What the impl for bindings asks of the supertraits: that the binding has them, with the object's
//! associated types.

use rustc_ast as ast;
use rustc_span::{Ident, kw, sym};
use thin_vec::{ThinVec, thin_vec};

use super::Expansion;
use super::self_types::{self, InheritedTypes, QualifiedType};
use super::survey::{is_self, self_bounds};

/// Whether the supertraits alone rule out that the trait has object types, or that a binding has the
/// supertraits: one of them has `Self` in its arguments, as in `Super<Self::Item>`.
pub(super) fn rule_out_bindings(def: &ast::Trait) -> bool {
    self_types::are_in_arguments(def.bounds.iter().chain(self_bounds(&def.generics)))
}

/// The supertraits of a trait, and the rest of its `where` clauses.
pub(super) struct Supers {
    bounds: ast::GenericBounds,
    generics: ast::Generics,
}

impl Expansion<'_, '_> {
    /// The supertraits, both those after the colon and those in `where Self: ..`. `None` if there
    /// are none.
    pub(super) fn supertraits(&self) -> Option<Supers> {
        let mut bounds = self.def.bounds.clone();
        let mut generics = self.generics();
        generics.where_clause.predicates.retain(|predicate| match &predicate.kind {
            // With `for<'x>` the predicate stays where it is: it holds for the gathering trait too.
            ast::WherePredicateKind::BoundPredicate(predicate)
                if is_self(&predicate.bounded_ty) && predicate.bound_generic_params.is_empty() =>
            {
                bounds.extend_from_slice(&predicate.bounds);
                false
            }
            // What is said of associated types is asked by the impl for bindings, of the object's.
            _ => !self_types::are_in_predicate(predicate),
        });
        // The gathering trait has none of the trait's own types to name.
        self.own.take_from(&mut bounds);
        for param in &mut generics.params {
            param.bounds.retain(|bound| !self_types::are_in_bound(bound));
        }
        let has_bound_on_self = generics.where_clause.predicates.iter().any(|predicate| {
            matches!(
                &predicate.kind,
                ast::WherePredicateKind::BoundPredicate(predicate) if is_self(&predicate.bounded_ty)
            )
        });
        (!bounds.is_empty() || has_bound_on_self).then_some(Supers { bounds, generics })
    }

    /// `trait Supertraits<'a, T>: Super1 + Super2 { type InheritedItem; .. }`
    pub(super) fn supertraits_trait(
        &self,
        supers: &Supers,
        inherited: &InheritedTypes,
    ) -> Box<ast::Item> {
        let items = inherited
            .shorthand
            .iter()
            .map(|item| {
                self.assoc_type(
                    self.span,
                    ThinVec::new(),
                    self.inherited_ident(*item),
                    ast::WhereClause::default(),
                    None,
                )
            })
            .collect();
        self.trait_item(
            ThinVec::new(),
            self.supertraits_ident(),
            supers.generics.clone(),
            supers.bounds.clone(),
            items,
        )
    }

    /// `impl<'a, T, This: ?Sized + Super1 + Super2> Supertraits<'a, T> for This { .. }`
    pub(super) fn supertraits_impl(
        &self,
        supers: &Supers,
        inherited: &InheritedTypes,
    ) -> Box<ast::Item> {
        let cx = self.cx;
        let span = self.span;
        let this = self.ident("This");

        let sized = cx.path_global(span, cx.std_path(&[sym::marker, sym::Sized]));
        let mut maybe_sized = cx.poly_trait_ref(span, sized, false);
        maybe_sized.modifiers.polarity = ast::BoundPolarity::Maybe(span);
        let mut bounds = vec![ast::GenericBound::Trait(maybe_sized)];
        bounds.extend_from_slice(&supers.bounds);

        let mut generics = supers.generics.clone();
        generics.params.push(cx.typaram(span, this, bounds, None));
        let items = inherited
            .shorthand
            .iter()
            .map(|item| {
                self.assoc_type(
                    span,
                    ThinVec::new(),
                    self.inherited_ident(*item),
                    ast::WhereClause::default(),
                    Some(cx.ty_path(cx.path(span, vec![this, *item]))),
                )
            })
            .collect();
        self.impl_item(
            thin_vec![cx.attr_word(sym::automatically_derived, span)],
            generics,
            self.with_trait_args(self.supertraits_ident()),
            cx.ty_ident(span, this),
            items,
        )
    }

    /// `Self: Supertraits<'a, T, Item = <Object as Supertraits<'a, T>>::InheritedItem, ..>`
    pub(super) fn supertraits_bound(&self, inherited: &InheritedTypes) -> ast::WherePredicate {
        let mut path = self.with_trait_args(self.supertraits_ident());
        for &item in &inherited.shorthand {
            let gathered = self.with_trait_args(self.supertraits_ident());
            let of_object = self.projection(self.object(), gathered, self.inherited_ident(item));
            self.add_equality(&mut path, item, of_object);
        }
        self.predicate(ThinVec::new(), self.self_ty(), vec![self.bound(path)])
    }

    /// `for<'x> Self: Super<'x, Item = <Object as Super<'x>>::Item>` for each type that the trait
    /// names in full, the method's lifetimes bound as they are in the method.
    pub(super) fn qualified_supertrait_bounds(
        &self,
        inherited: &InheritedTypes,
    ) -> Vec<ast::WherePredicate> {
        inherited
            .qualified
            .iter()
            .map(|QualifiedType { supertrait, item, lifetimes }| {
                let of_object = self.projection(self.object(), supertrait.clone(), *item);
                let mut path = supertrait.clone();
                self.add_equality(&mut path, *item, of_object);
                let binder = lifetimes
                    .iter()
                    .map(|ident| self.cx.lifetime_param(self.span, *ident, vec![]))
                    .collect();
                self.predicate(binder, self.self_ty(), vec![self.bound(path)])
            })
            .collect()
    }

    fn self_ty(&self) -> Box<ast::Ty> {
        self.cx.ty_ident(self.span, Ident::new(kw::SelfUpper, self.span))
    }

    fn supertraits_ident(&self) -> Ident {
        self.ident(&format!("SupertraitsOf{}", self.def.ident))
    }

    fn inherited_ident(&self, item: Ident) -> Ident {
        self.ident(&format!("Inherited{item}"))
    }
}
