//! The bound that `#[inline_async(send)]` puts on the futures of `inline async fn` methods.

use rustc_hir::def_id::LocalDefId;
use rustc_hir::find_attr;
use rustc_middle::ty::{self, Ty, TyCtxt, Upcast};
use rustc_span::{Span, sym};

/// The bound on `item_ty`, if that is the future of an inline async method which the attribute is on,
/// or on whose trait it is. `def_id` is the associated type for the future, or the opaque type of a
/// default body.
pub(super) fn send_bound<'tcx>(
    tcx: TyCtxt<'tcx>,
    def_id: LocalDefId,
    item_ty: Ty<'tcx>,
) -> Option<(ty::Clause<'tcx>, Span)> {
    let method = match tcx.opt_rpitit_info(def_id.to_def_id()) {
        Some(ty::ImplTraitInTraitData::Trait { fn_def_id, .. }) => fn_def_id,
        Some(ty::ImplTraitInTraitData::Impl { .. }) => return None,
        None => tcx.local_parent(def_id).to_def_id(),
    };
    let trait_def_id = tcx.trait_of_assoc(method)?;
    if tcx.asyncness(method) != ty::Asyncness::Inline {
        return None;
    }
    let span = find_attr!(tcx, method, InlineAsyncSend(span) => *span)
        .or_else(|| find_attr!(tcx, trait_def_id, InlineAsyncSend(span) => *span))?;
    let send = tcx.get_diagnostic_item(sym::Send)?;
    Some((ty::TraitRef::new(tcx, send, [item_ty]).upcast(tcx), span))
}
