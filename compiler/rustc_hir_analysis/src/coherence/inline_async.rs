//! Blanket impls of traits that have `inline async fn` methods.
//!
//! Consider
//!
//! ```ignore (illustrative)
//! trait Tr { inline async fn m(&mut self); }
//! impl<T: ?Sized> Tr for T { async fn m(&mut self) { .. } }
//! ```
//!
//! The impl also covers `dyn Tr`, and so does the impl that every object type of `Tr` has by
//! itself: type checking may take the call's type from the one (the impl's own future) and
//! codegen take the call from the other (an `InlineCall`), which has another layout. Methods that
//! are no `inline async fn` have one type in both impls; the methods here do not.
//!
//! The only impls that can cover an object type of `Tr` or of a subtrait are those for this very
//! object type, which `check_object_overlap` refuses, and those for a type that is not known:
//! such a type must be `Sized`, which object types never are.

use rustc_errors::{ErrorGuaranteed, MultiSpan};
use rustc_hir::def_id::LocalDefId;
use rustc_middle::ty::{self, TyCtxt, TypeVisitableExt};
use rustc_span::Span;

use crate::errors::inline_async as errors;

/// Checks that an impl of a dyn compatible trait with inline async methods of its own is not for
/// a type that could be one of the trait's object types.
pub(super) fn check_blanket_impl<'tcx>(
    tcx: TyCtxt<'tcx>,
    impl_def_id: LocalDefId,
    trait_ref: ty::TraitRef<'tcx>,
) -> Result<(), ErrorGuaranteed> {
    trait_ref.error_reported()?;
    let self_ty = trait_ref.self_ty();
    if !matches!(self_ty.kind(), ty::Param(_) | ty::Alias(..)) {
        return Ok(());
    }
    let methods: Vec<Span> = tcx
        .associated_items(trait_ref.def_id)
        .in_definition_order()
        .filter(|item| item.is_fn() && tcx.asyncness(item.def_id) == ty::Asyncness::Inline)
        .map(|item| tcx.def_span(item.def_id))
        .collect();
    if methods.is_empty()
        || tcx.impl_polarity(impl_def_id) != ty::ImplPolarity::Positive
        || !tcx.is_dyn_compatible(trait_ref.def_id)
    {
        return Ok(());
    }
    let typing_env = ty::TypingEnv::non_body_analysis(tcx, impl_def_id);
    if let Ok(known) = tcx.try_normalize_erasing_regions(typing_env, self_ty)
        && !matches!(known.kind(), ty::Param(_) | ty::Alias(..))
    {
        let trait_ref = trait_ref.with_replaced_self_ty(tcx, known);
        return super::check_object_overlap(tcx, impl_def_id, trait_ref);
    }
    if self_ty.is_sized(tcx, typing_env) {
        return Ok(());
    }

    let self_ty = self_ty.to_string();
    let generics = tcx.hir_expect_item(impl_def_id).expect_impl().generics;
    let relaxed_bound = match *trait_ref.self_ty().kind() {
        ty::Param(param) => {
            let param = tcx.generics_of(impl_def_id).type_param(param, tcx).def_id;
            ty::inline_async::relaxed_bound(generics, param)
        }
        _ => None,
    };
    let sugg = match relaxed_bound {
        Some(bound) => errors::InlineAsyncBlanketImplSugg::Remove { bound },
        None => errors::InlineAsyncBlanketImplSugg::Require {
            tail: generics.tail_span_for_predicate_suggestion(),
            separator: generics.add_where_or_trailing_comma(),
            sized_ty: self_ty.clone(),
        },
    };
    Err(tcx.dcx().emit_err(errors::InlineAsyncBlanketImpl {
        span: tcx.def_span(impl_def_id),
        trait_name: tcx.item_name(trait_ref.def_id).to_string(),
        self_ty,
        methods: MultiSpan::from_spans(methods),
        sugg,
    }))
}
