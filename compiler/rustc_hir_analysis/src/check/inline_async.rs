//! What the types say to be wrong with an `inline async fn`.
//!
//! The rules that the syntax shows (the place, type and const parameters, `impl Trait`, the lack
//! of a receiver) are checked by AST validation. Here are those that need types: a method that is
//! declared `inline` must be callable on `dyn Trait`, so whatever dyn compatibility has against
//! it is an error at the declaration already.

use rustc_errors::ErrorGuaranteed;
use rustc_hir::def_id::LocalDefId;
use rustc_hir::intravisit::{self, Visitor, VisitorExt as _};
use rustc_hir::{self as hir, find_attr};
use rustc_middle::traits::MethodViolation;
use rustc_middle::ty::{self, TyCtxt, TypeVisitableExt, elaborate};
use rustc_span::Span;
use rustc_trait_selection::traits::{
    DynCompatibilityViolation, dyn_compatibility_violations_for_assoc_item,
};

use crate::errors::inline_async as errors;

/// Checks the declaration of a trait's method, if it is an `inline async fn`.
pub(super) fn check_trait_method(
    tcx: TyCtxt<'_>,
    def_id: LocalDefId,
) -> Result<(), ErrorGuaranteed> {
    // The HIR is looked at only where there is something to check, for the sake of incremental
    // compilation.
    if tcx.asyncness(def_id) != ty::Asyncness::Inline {
        return Ok(());
    }
    let hir::TraitItemKind::Fn(sig, _) = tcx.hir_expect_trait_item(def_id).kind else {
        return Ok(());
    };
    let hir::IsAsync::InlineAsync(inline) = sig.header.asyncness else {
        return Ok(());
    };
    let method = tcx.associated_item(def_id);
    let fn_sig = tcx.fn_sig(def_id).instantiate_identity();
    fn_sig.error_reported()?;
    if !method.is_method() {
        // AST validation has said so.
        return Ok(());
    }

    if let Some(span) = self_sized_bound(tcx, def_id) {
        let is_attribute_of = |def_id: LocalDefId| {
            let attribute = find_attr!(tcx, def_id, InlineAsync(_, span) => *span);
            attribute.is_some_and(|span| span.source_equal(inline))
        };
        let way_out = if is_attribute_of(def_id) {
            let attribute = tcx.sess.source_map().span_extend_while_whitespace(inline);
            errors::InlineAsyncNotInline::Attribute { attribute }
        } else if is_attribute_of(tcx.local_parent(def_id)) {
            // The attribute passes over methods that say `Self: Sized` in so many words.
            errors::InlineAsyncNotInline::TraitAttribute { insertion: span.shrink_to_lo() }
        } else {
            errors::InlineAsyncNotInline::Keyword { inline }
        };
        return Err(tcx.dcx().emit_err(errors::InlineAsyncSelfSized { span, inline, way_out }));
    }

    let mut result = check_arguments_are_sized(tcx, def_id, sig.decl, inline);
    let trait_def_id = tcx.local_parent(def_id).to_def_id();
    for violation in dyn_compatibility_violations_for_assoc_item(tcx, trait_def_id, method) {
        let DynCompatibilityViolation::Method(_, violation, span) = violation else { continue };
        match violation {
            MethodViolation::UndispatchableReceiver(_) => {
                result = Err(tcx.dcx().emit_err(errors::InlineAsyncReceiver {
                    span,
                    inline,
                    receiver: receiver_parameter(tcx, def_id, sig.decl.inputs[0].span),
                    suggested: reference_to_self(&sig.decl.inputs[0]),
                }));
            }
            MethodViolation::ReferencesSelfInput(_) => {
                result =
                    Err(tcx.dcx().emit_err(errors::InlineAsyncSelfInArgument { span, inline }));
            }
            MethodViolation::ReferencesSelfOutput => {
                result = Err(tcx.dcx().emit_err(errors::InlineAsyncSelfInOutput { span, inline }));
            }
            // Reported by AST validation.
            MethodViolation::StaticMethod(_)
            | MethodViolation::Generic
            | MethodViolation::CVariadic
            | MethodViolation::ReferencesImplTraitInTrait(_)
            | MethodViolation::AsyncFn
            // The entry of a method whose `where` clauses do not hold is vacant.
            | MethodViolation::WhereClauseReferencesSelf => {}
        }
    }
    result
}

/// Checks that every argument but the receiver is `Sized`: a call owns its arguments, as a tuple.
fn check_arguments_are_sized(
    tcx: TyCtxt<'_>,
    def_id: LocalDefId,
    decl: &hir::FnDecl<'_>,
    inline: Span,
) -> Result<(), ErrorGuaranteed> {
    let typing_env = ty::TypingEnv::non_body_analysis(tcx, def_id);
    let fn_sig = tcx.fn_sig(def_id).instantiate_identity();
    let fn_sig = tcx.liberate_late_bound_regions(def_id.to_def_id(), fn_sig);
    let mut result = Ok(());
    for (&ty, argument) in std::iter::zip(fn_sig.inputs(), decl.inputs).skip(1) {
        let known = tcx.try_normalize_erasing_regions(typing_env, ty).unwrap_or(ty);
        if !known.references_error() && !known.is_sized(tcx, typing_env) {
            let span = argument.span;
            result = Err(tcx.dcx().emit_err(errors::InlineAsyncUnsizedArgument {
                span,
                ty: ty.to_string(),
                inline,
                reference: span.shrink_to_lo(),
            }));
        }
    }
    result
}

/// The whole of the parameter `self: Receiver`.
fn receiver_parameter(tcx: TyCtxt<'_>, def_id: LocalDefId, ty: Span) -> Option<Span> {
    let name = (*tcx.fn_arg_idents(def_id).first()?)?.span;
    name.eq_ctxt(ty).then(|| name.to(ty))
}

/// The reference to `Self` that a call can be dispatched on, with the lifetime and the mutability of
/// the outermost reference in `receiver` that names a lifetime, or is mutable.
fn reference_to_self(receiver: &hir::Ty<'_>) -> String {
    struct References<'hir>(Vec<(&'hir hir::Lifetime, hir::Mutability)>);

    impl<'hir> Visitor<'hir> for References<'hir> {
        fn visit_ty(&mut self, ty: &'hir hir::Ty<'hir, hir::AmbigArg>) {
            if let hir::TyKind::Ref(lifetime, hir::MutTy { mutbl, .. }) = ty.kind {
                self.0.push((lifetime, mutbl));
            }
            intravisit::walk_ty(self, ty);
        }
    }

    let mut references = References(vec![]);
    references.visit_ty_unambig(receiver);
    let lifetime = references
        .0
        .iter()
        .find(|(lifetime, _)| !lifetime.is_anonymous())
        .map_or(String::new(), |(lifetime, _)| format!("{} ", lifetime.ident));
    let mutability = references.0.first().map_or("", |(_, mutability)| mutability.prefix_str());
    format!("&{lifetime}{mutability}self")
}

/// The `where` clause of the method from which `Self: Sized` follows, if there is one.
fn self_sized_bound(tcx: TyCtxt<'_>, def_id: LocalDefId) -> Option<Span> {
    let sized = tcx.lang_items().sized_trait()?;
    tcx.predicates_of(def_id).predicates.iter().find_map(|&(clause, span)| {
        elaborate::elaborate(tcx, [clause])
            .any(|clause| {
                clause.as_trait_clause().is_some_and(|clause| {
                    clause.def_id() == sized
                        && clause.self_ty().skip_binder() == tcx.types.self_param
                })
            })
            .then_some(span)
    })
}

/// Checks that an `inline` method of an impl is `inline` in the trait. The reverse is no error:
/// a trait can make its methods `inline` without breaking its impls.
pub(super) fn compare_impl_method(
    tcx: TyCtxt<'_>,
    impl_m: ty::AssocItem,
    trait_m: ty::AssocItem,
) -> Result<(), ErrorGuaranteed> {
    if tcx.asyncness(impl_m.def_id) != ty::Asyncness::Inline
        || tcx.asyncness(trait_m.def_id) == ty::Asyncness::Inline
    {
        return Ok(());
    }
    let impl_item = tcx.hir_expect_impl_item(impl_m.def_id.expect_local());
    let hir::ImplItemKind::Fn(sig, _) = &impl_item.kind else { return Ok(()) };
    let Some(span) = sig.header.asyncness.span() else { return Ok(()) };
    Err(tcx.dcx().emit_err(errors::InlineAsyncOnlyInImpl {
        span,
        method: trait_m.name(),
        trait_name: tcx.def_path_str(trait_m.container_id(tcx)),
        trait_method: tcx.def_span(trait_m.def_id),
        removal: if returns_future(tcx, trait_m) {
            errors::InlineAsyncRemoval::Inline { qualifiers: span }
        } else {
            let qualifiers = tcx.sess.source_map().span_extend_while_whitespace(span);
            errors::InlineAsyncRemoval::InlineAsync { qualifiers }
        },
        in_trait: async_of_trait_method(tcx, trait_m),
    }))
}

/// Whether an `async fn` can implement the method.
fn returns_future(tcx: TyCtxt<'_>, trait_m: ty::AssocItem) -> bool {
    let output = tcx.fn_sig(trait_m.def_id).skip_binder().skip_binder().output();
    tcx.asyncness(trait_m.def_id).is_async()
        || matches!(
            output.kind(),
            ty::Alias(alias) if tcx.is_impl_trait_in_trait(alias.kind.def_id())
        )
}

/// The `async` of a trait's method that can be declared `inline` by who edits this crate.
fn async_of_trait_method(tcx: TyCtxt<'_>, trait_m: ty::AssocItem) -> Option<Span> {
    let trait_item = tcx.hir_expect_trait_item(trait_m.def_id.as_local()?);
    let hir::TraitItemKind::Fn(sig, _) = &trait_item.kind else { return None };
    let hir::IsAsync::Async(span) = sig.header.asyncness else { return None };
    (!span.from_expansion()).then_some(span.shrink_to_lo())
}
