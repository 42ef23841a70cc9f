//! The future of an inline async method on a trait object.

use super::{
    PredicateObligations, Progress, ProjectionTermObligation, SelectionContext,
    assoc_term_own_obligations,
};

/// Projects `<dyn Trait as Trait>::{opaque}` to an `InlineCall`. `nested` is what selecting `dyn
/// Trait: Trait` asks for.
pub(super) fn confirm_object_candidate<'cx, 'tcx>(
    selcx: &mut SelectionContext<'cx, 'tcx>,
    obligation: &ProjectionTermObligation<'tcx>,
    mut nested: PredicateObligations<'tcx>,
) -> Progress<'tcx> {
    let alias = obligation.predicate;
    let call_ty = selcx.tcx().inline_async_call_ty(alias.def_id, alias.args);
    assoc_term_own_obligations(selcx, obligation, &mut nested);
    Progress { term: call_ty.into(), obligations: nested }
}
