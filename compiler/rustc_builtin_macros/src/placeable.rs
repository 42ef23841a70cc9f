//! `#[placeable]`: implements a trait for bindings by forwarding to the bound object.
//!
//! ```ignore (illustrative)
//! #[placeable]
//! pub trait Source<T>: ErrorType {
//!     type Item;
//!     inline async fn next(&mut self, limit: usize) -> Result<&Self::Item, Self::Error>;
//!     fn name(&self) -> &str;
//! }
//! ```
//!
//! keeps the trait as it is and adds
//!
//! ```ignore (illustrative)
//! const _: () = {
//!     #[rustc_object_marker]
//!     #[rustc_on_unimplemented(message = "..")]
//!     trait ObjectOfSource<T>: Source<T> {}
//!
//!     trait SupertraitsOfSource<T>: ErrorType {
//!         type InheritedError;
//!     }
//!     impl<T, This: ?Sized + ErrorType> SupertraitsOfSource<T> for This {
//!         type InheritedError = This::Error;
//!     }
//!
//!     #[automatically_derived]
//!     impl<T, Ptr: ObjectPtr + DerefMut, P: ObjectPlace> Source<T> for Placed<Ptr, P>
//!     where
//!         <Ptr as Deref>::Target: ObjectOfSource<T>,
//!         Self: SupertraitsOfSource<
//!             T,
//!             Error = <<Ptr as Deref>::Target as SupertraitsOfSource<T>>::InheritedError,
//!         >,
//!     {
//!         type Item = <<Ptr as Deref>::Target as Source<T>>::Item;
//!
//!         fn next(
//!             &mut self,
//!             arg0: usize,
//!         ) -> impl Future<Output = Result<&Self::Item, Self::Error>> {
//!             self.next(arg0)
//!         }
//!
//!         fn name(&self) -> &str {
//!             <<Ptr as Deref>::Target as Source<T>>::name(Deref::deref(self))
//!         }
//!     }
//! };
//! ```
//!
//! where every name of ours has the hygiene of a definition in `core`, so that none can meet a
//! name of the trait's author.
//!
//! `self.next(arg0)` is the object's method: a binding has the `inline async` methods of its
//! object, before any that it has from a trait.
//!
//! # Which objects
//!
//! `ObjectOfSource` is implemented by the compiler, exactly for the object types of the trait and
//! of its subtraits. `<Ptr as Deref>::Target: Source<T>` would not do: with an `impl Source for dyn
//! Other` the method is none that a machine runs. From this bound type checking knows that the
//! binding has the methods, and what a call of them is.
//!
//! The object is written as a projection throughout. As a type parameter `O` with
//! `Ptr: Deref<Target = O>` it would be shorter, but then `O: 'a` does not follow from the
//! `&'a mut Placed<Ptr, P>` of a method, while `<Ptr as Deref>::Target: 'a` does.
//!
//! # Supertraits
//!
//! The binding must implement the supertraits, and their associated types must be the object's:
//! `Self::Error` in the impl means the *binding's* `Error`. A supertrait without `#[placeable]` can
//! be implemented by hand for a binding to some `dyn Source`, with another `Error`; the conditions
//! of the impl then do not hold and there is no forwarding. Where a type alias or a macro hides
//! `Self::Error` from the syntax, type checking refuses the impl: what the call gives is of the
//! object's types.
//!
//! Nothing in the syntax tells which supertrait, or supertrait of a supertrait, declares an
//! `Error`. `SupertraitsOfSource` gathers them, so that name resolution finds it: from there `Error
//! = ..` in a bound and `This::Error` mean whatever `Self::Error` means in the trait. The bound
//! cannot be on the trait itself, which would be a condition of its own impl; for the same reason
//! `Self::Item` in the trait's own `where` clauses is copied as the object's `Item`.
//!
//! In `trait Source: Super<Out = Self::Item>` the supertrait is told what its `Out` is.
//! `SupertraitsOfSource` knows no `Item`, so it is of `Super` only, and the impl asks for `Self:
//! Super<Out = <Object as Super>::Out>`, which comes to the same.
//!
//! With `Self` in an argument, as in `trait Source: Super<Self::Item>`, a trait has no object types.
//! Nothing is generated for it.
//!
//! A type that the trait names in full needs no search: `<Self as Super<'m>>::Item` in a method
//! gives `for<'m> Self: Super<'m, Item = <Object as Super<'m>>::Item>`.

use rustc_ast as ast;
use rustc_ast::mut_visit::MutVisitor;
use rustc_ast::{ItemKind, StmtKind};
use rustc_expand::base::{Annotatable, ExtCtxt};
use rustc_span::{ErrorGuaranteed, Ident, Span, kw, sym};
use thin_vec::{ThinVec, thin_vec};

use crate::cfg_eval::cfg_eval;
use crate::errors;
use crate::placeable::self_types::{InheritedTypes, NameThroughObject, OwnTypes};
use crate::placeable::survey::{Receiver, Survey, is_lifetime, survey};
use crate::util::{check_builtin_macro_attribute, warn_on_duplicate_attribute};

mod build;
mod forward;
mod self_types;
mod supertraits;
mod survey;

pub(crate) fn expand(
    ecx: &mut ExtCtxt<'_>,
    attr_span: Span,
    meta_item: &ast::MetaItem,
    annotatable: Annotatable,
) -> Vec<Annotatable> {
    check_builtin_macro_attribute(ecx, meta_item, sym::placeable);
    warn_on_duplicate_attribute(ecx, &annotatable, sym::placeable);

    if check_target(ecx, attr_span, &annotatable).is_err() {
        return vec![annotatable];
    }

    // The generated impl must have the items that the trait has, so `#[cfg]`s are settled first.
    let configured = cfg_eval(
        ecx.sess,
        ecx.ecfg.features,
        annotatable.clone(),
        ecx.current_expansion.lint_node_id,
    );
    let Some((item, def)) = as_trait(&configured) else { return vec![annotatable] };
    // Nor have attributes said yet what is `inline`.
    let mut def = def.clone();
    rustc_ast::inline_async::declare_methods(&item.attrs, &mut def, |attr| {
        attr.has_name(sym::inline_async)
            && (ecx.ecfg.features.inline_async_fn()
                || attr.span.allows_unstable(sym::inline_async_fn))
    });
    let def = &def;
    let Some(survey) = survey(ecx, attr_span, &item.attrs, def) else { return vec![annotatable] };
    if supertraits::rule_out_bindings(def) {
        return vec![annotatable];
    }

    let span = ecx.with_def_site_ctxt(attr_span);
    let own_names: Vec<_> = survey.types.iter().map(|ty| ty.alias.ident.name).collect();
    let own = OwnTypes::new(def, &own_names);
    let expansion = Expansion { cx: ecx, span, item, def, survey: &survey, own };
    let generated = expansion.const_item();

    let generated = if let Annotatable::Stmt(_) = annotatable {
        Annotatable::Stmt(Box::new(ecx.stmt_item(span, generated)))
    } else {
        Annotatable::Item(generated)
    };
    vec![annotatable, generated]
}

/// The trait in `annotatable`, a statement in a function included.
fn as_trait(annotatable: &Annotatable) -> Option<(&ast::Item, &ast::Trait)> {
    let item = match annotatable {
        Annotatable::Item(item) => item,
        Annotatable::Stmt(stmt) => match &stmt.kind {
            StmtKind::Item(item) => item,
            _ => return None,
        },
        _ => return None,
    };
    match &item.kind {
        ItemKind::Trait(def) => Some((&**item, &**def)),
        _ => None,
    }
}

fn check_target(
    ecx: &ExtCtxt<'_>,
    span: Span,
    annotatable: &Annotatable,
) -> Result<(), ErrorGuaranteed> {
    let Some((item, def)) = as_trait(annotatable) else {
        let item = annotatable.span();
        return Err(ecx.dcx().emit_err(errors::PlaceableNotATrait { span, item }));
    };
    if let ast::Safety::Unsafe(keyword) = def.safety {
        return Err(ecx.dcx().emit_err(errors::PlaceableUnsafeTrait { span, keyword }));
    }
    if let ast::IsAuto::Yes = def.is_auto {
        return Err(ecx.dcx().emit_err(errors::PlaceableAutoTrait { span, item: item.span }));
    }
    if let ast::Const::Yes(keyword) = def.constness {
        return Err(ecx.dcx().emit_err(errors::PlaceableConstTrait { span, keyword }));
    }
    Ok(())
}

/// One use of `#[placeable]`, and the pieces of syntax that its parts share.
struct Expansion<'a, 'b> {
    cx: &'a ExtCtxt<'b>,
    /// The attribute, seen from its definition: what is built with it is ours, may use unstable and
    /// unsafe things, and is no concern of the author's lints.
    span: Span,
    item: &'a ast::Item,
    def: &'a ast::Trait,
    survey: &'a Survey<'a>,
    own: OwnTypes<'a>,
}

impl Expansion<'_, '_> {
    /// `const _: () = { .. };`
    fn const_item(&self) -> Box<ast::Item> {
        let inherited = InheritedTypes::collect(self.def, self.survey, self.own);
        let mut items = vec![self.marker_trait()];
        let mut supertrait_bounds = self.qualified_supertrait_bounds(&inherited);
        if let Some(supers) = self.supertraits() {
            items.push(self.supertraits_trait(&supers, &inherited));
            items.push(self.supertraits_impl(&supers, &inherited));
            supertrait_bounds.push(self.supertraits_bound(&inherited));
        }
        items.push(self.binding_impl(supertrait_bounds));

        let span = self.span;
        let stmts = items.into_iter().map(|item| self.cx.stmt_item(span, item)).collect();
        let body = self.cx.expr_block(self.cx.block(span, stmts));
        let unit = self.cx.ty(span, ast::TyKind::Tup(ThinVec::new()));
        let mut item = self.cx.item_const(
            span,
            Ident::new(kw::Underscore, span),
            unit,
            ast::ConstItemRhsKind::new_body(body),
        );
        item.attrs = self.lint_attrs(span, &self.item.attrs);
        if self.def.generics.params.iter().any(is_lifetime) {
            // `Object<'a>: Tr<'a>`
            item.attrs.push(self.cx.attr_nested_word(sym::allow, sym::single_use_lifetimes, span));
        }
        item
    }

    /// `#[rustc_object_marker] trait Object<'a, T>: Tr<'a, T> where .. {}`
    fn marker_trait(&self) -> Box<ast::Item> {
        let attrs = thin_vec![
            self.cx.attr_word(sym::rustc_object_marker, self.span),
            self.unimplemented_message(&format!(
                "`{{Self}}` is not an object type of `{}` or of a subtrait of it",
                self.def.ident,
            )),
        ];
        let bounds = vec![self.bound(self.trait_path())];
        self.trait_item(attrs, self.marker_ident(), self.generics(), bounds, ThinVec::new())
    }

    /// What makes the calls on a binding `Send`, if `#[inline_async(send)]` demands that: they rely
    /// on the object and on what the binding owns.
    fn send_bounds(&self) -> Vec<ast::WherePredicate> {
        let cx = self.cx;
        let span = self.span;
        let is_in = |receivers: &[Receiver]| {
            self.survey.receivers_of_send().any(|receiver| receivers.contains(&receiver))
        };
        let marker = |name| self.bound(cx.path_global(span, cx.std_path(&[sym::marker, name])));
        let mut bounds = vec![];
        if is_in(&[Receiver::Mut, Receiver::Pin, Receiver::Value]) {
            bounds.push(marker(sym::Send));
        }
        if is_in(&[Receiver::Ref]) {
            bounds.push(marker(sym::Sync));
        }
        if bounds.is_empty() {
            return vec![];
        }
        let pointer = cx.ty_ident(span, self.pointer_ident());
        let place = cx.ty_ident(span, self.place_ident());
        [self.object(), pointer, place]
            .into_iter()
            .map(|ty| self.predicate(ThinVec::new(), ty, bounds.clone()))
            .collect()
    }

    /// `impl<'a, T, Ptr, P> Tr<'a, T> for Placed<Ptr, P> where .. { .. }`
    fn binding_impl(&self, supertrait_bounds: Vec<ast::WherePredicate>) -> Box<ast::Item> {
        let cx = self.cx;
        let span = self.span;

        let mut generics = self.generics();
        let object_type = |item: Ident| self.object_type(item);
        NameThroughObject { own: self.own, object_type: &object_type }
            .visit_generics(&mut generics);

        let mut pointer_bounds = vec![self.core_bound(&[sym::ObjectPtr])];
        if self.survey.has_receiver(Receiver::Mut) {
            let path = cx.std_path(&[sym::ops, sym::DerefMut]);
            pointer_bounds.push(self.bound(cx.path_global(span, path)));
        }
        if self.survey.has_receiver(Receiver::Pin) {
            pointer_bounds.push(self.core_bound(&[sym::PinnedObjectPtr]));
        }
        if self.survey.has_receiver(Receiver::Value) {
            pointer_bounds.push(self.core_bound(&[sym::OwnedPtr]));
        }
        let place_bounds = vec![self.core_bound(&[sym::ObjectPlace])];
        generics.params.push(cx.typaram(span, self.pointer_ident(), pointer_bounds, None));
        generics.params.push(cx.typaram(span, self.place_ident(), place_bounds, None));

        let marker = self.bound(self.with_trait_args(self.marker_ident()));
        let predicates = &mut generics.where_clause.predicates;
        predicates.push(self.predicate(ThinVec::new(), self.object(), vec![marker]));
        predicates.extend(supertrait_bounds);

        predicates.extend(self.send_bounds());

        let items = self
            .survey
            .types
            .iter()
            .map(|ty| self.forward_type(ty))
            .chain(self.survey.methods.iter().map(|method| self.forward_method(method)))
            .collect();
        self.impl_item(
            thin_vec![cx.attr_word(sym::automatically_derived, span)],
            generics,
            self.trait_path(),
            self.binding(),
            items,
        )
    }
}
