//! Bounds of `inline async` traits that nobody writes.

use rustc_hir::attrs::InlineAsyncAttr;
use rustc_hir::def_id::LocalDefId;
use rustc_middle::ty::{self, Ty, TyCtxt, Upcast};
use rustc_span::{Span, sym};

use crate::hir_ty_lowering::PredicateFilter;

/// The bound on `item_ty`, if that is the future of an inline async method which the attribute is
/// on, or on whose trait it is. `def_id` is the associated type for the future.
pub(super) fn send_bound<'tcx>(
    tcx: TyCtxt<'tcx>,
    def_id: LocalDefId,
    item_ty: Ty<'tcx>,
) -> Option<(ty::Clause<'tcx>, Span)> {
    let Some(ty::ImplTraitInTraitData::Trait { fn_def_id: method, .. }) =
        tcx.opt_rpitit_info(def_id.to_def_id())
    else {
        return None;
    };
    // A method with type parameters is refused, also where they stand before its lifetimes, and an
    // error about these would be one too many.
    if tcx.asyncness(method) != ty::Asyncness::Inline
        || tcx.generics_of(method).own_requires_monomorphization()
    {
        return None;
    }
    let (attr, span) = tcx.inline_async_attr(method)?;
    if attr != InlineAsyncAttr::Send {
        return None;
    }
    let send = tcx.get_diagnostic_item(sym::Send)?;
    Some((ty::TraitRef::new(tcx, send, [item_ty]).upcast(tcx), span))
}

/// What follows from a bound by a trait with `#[rustc_object_marker]`, which only the object types
/// of its supertrait satisfy: that a call of an inline async method is an `InlineCall`. So a body
/// that is generic over the object type can make calls on bindings.
pub(super) fn implied_by_marker<'tcx>(
    tcx: TyCtxt<'tcx>,
    def_id: LocalDefId,
    filter: PredicateFilter,
) -> Vec<(ty::Clause<'tcx>, Span)> {
    if !matches!(filter, PredicateFilter::SelfAndAssociatedTypeBounds)
        || !tcx.trait_def(def_id).is_object_marker
    {
        return vec![];
    }
    let trait_ref = ty::TraitRef::identity(tcx, def_id.to_def_id());
    let polarity = ty::PredicatePolarity::Positive;
    let marker = ty::TraitPredicate { trait_ref, polarity };
    let supertrait = tcx.object_marker_to_supertrait(marker).trait_ref;
    let span = tcx.def_span(def_id);
    tcx.inline_async_calls_of_object(supertrait).map(|clause| (clause, span)).collect()
}
