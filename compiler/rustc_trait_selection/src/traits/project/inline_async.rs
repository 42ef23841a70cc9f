//! The future of an inline async method.

use rustc_middle::ty::{self, TyCtxt, TypeVisitableExt};

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
    leave_to_the_call(&mut nested);
    let alias = obligation.predicate;
    let call_ty = selcx.tcx().inline_async_call_ty(alias.def_id, alias.args);
    assoc_term_own_obligations(selcx, obligation, &mut nested);
    Progress { term: call_ty.into(), obligations: nested }
}

/// The same for the future of an implementation: `nested` is what selecting the implementation asks
/// for. With inference variables in it the answers may say what they are.
pub(super) fn confirm_impl_candidate<'tcx>(
    tcx: TyCtxt<'tcx>,
    obligation: &ProjectionTermObligation<'tcx>,
    future: &ty::AssocItem,
    nested: &mut PredicateObligations<'tcx>,
) {
    if future.is_impl_trait_in_trait()
        && tcx.inline_async_method_of_opaque(obligation.predicate.def_id).is_some()
        && !obligation.predicate.has_non_region_infer()
    {
        leave_to_the_call(nested);
    }
}

/// Removes what a method call asks for itself from what its type does: whether the receiver's type
/// implements the trait is no question of what the type of the call is. In the witness of a
/// coroutine, where the lifetime of an object is any lifetime, a `'static` among the supertraits
/// would have no answer.
fn leave_to_the_call(nested: &mut PredicateObligations<'_>) {
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
}
