//! The future of an inline async method on a trait object.

use rustc_middle::ty;

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
    // What the trait's supertraits are is no question of what the call's type is. In the witness of
    // a coroutine, where the object's lifetime is any lifetime, a `'static` among them would have no
    // answer.
    nested.retain(|nested| {
        !matches!(
            nested.predicate.kind().skip_binder(),
            ty::PredicateKind::Clause(
                ty::ClauseKind::Trait(_)
                    | ty::ClauseKind::TypeOutlives(_)
                    | ty::ClauseKind::RegionOutlives(_)
            )
        )
    });
    let alias = obligation.predicate;
    let call_ty = selcx.tcx().inline_async_call_ty(alias.def_id, alias.args);
    assoc_term_own_obligations(selcx, obligation, &mut nested);
    Progress { term: call_ty.into(), obligations: nested }
}
