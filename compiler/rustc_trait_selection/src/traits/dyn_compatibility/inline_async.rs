//! Dyn compatibility of `inline async fn`.
//!
//! The signature of such a method is checked as that of any other. Its output, however, is hidden
//! in the bounds of the associated type for its future, where the check of the signature does not
//! look.

use std::ops::ControlFlow;

use rustc_hir::def_id::DefId;
use rustc_middle::ty::{self, GenericArgs, TyCtxt, TypeVisitable};
use rustc_span::Span;
use smallvec::SmallVec;

use super::{
    AllowSelfProjections, IllegalRpititVisitor, MethodViolation,
    contains_illegal_self_type_reference,
};

/// The violations in the `R` of an inline async method's `Future<Output = R>`, and in what any method
/// asks of such futures.
pub(super) fn violations_of_method(
    tcx: TyCtxt<'_>,
    trait_def_id: DefId,
    method: DefId,
) -> Vec<MethodViolation> {
    let mut violations = vec![];
    // What is so of an `InlineCall` need not be so of an implementation's future: for that, the method
    // would be vacant, but callable on the object.
    if tcx.predicates_of(method).predicates.iter().any(|&(clause, _)| names_future(tcx, clause)) {
        violations.push(MethodViolation::WhereClauseReferencesSelf);
    }
    if tcx.asyncness(method) != ty::Asyncness::Inline {
        return violations;
    }
    let opaque = tcx.inline_async_opaque_of_method(method);
    let output = tcx.inline_async_output(opaque, GenericArgs::identity_for_item(tcx, opaque));
    if contains_illegal_self_type_reference(tcx, trait_def_id, output, AllowSelfProjections::Yes) {
        violations.push(MethodViolation::ReferencesSelfOutput);
    }
    if let ControlFlow::Break(violation) =
        output.visit_with(&mut IllegalRpititVisitor { tcx, allowed: None })
    {
        violations.push(violation);
    }
    violations
}

/// Bounds on the futures of inline async methods that a trait implies, as in `trait Sub:
/// Super<m(..): Send>`. The implementations keep them, but an `InlineCall` does not know of them.
pub(super) fn bounds_on_futures(tcx: TyCtxt<'_>, trait_def_id: DefId) -> SmallVec<[Span; 1]> {
    tcx.explicit_implied_predicates_of(trait_def_id)
        .iter_identity_copied()
        .filter(|&(clause, _)| names_future(tcx, clause))
        .map(|(_, span)| span)
        .collect()
}

/// Whether the clause is about the future of an inline async method.
fn names_future(tcx: TyCtxt<'_>, clause: ty::Clause<'_>) -> bool {
    let is_future = |arg: ty::GenericArg<'_>| {
        matches!(
            arg.as_type().map(|ty| ty.kind()),
            Some(ty::Alias(ty::AliasTy { kind: ty::Projection { def_id }, .. }))
                if tcx.inline_async_method_of_opaque(*def_id).is_some()
        )
    };
    let args: &[ty::GenericArg<'_>] = match clause.kind().skip_binder() {
        ty::ClauseKind::Trait(predicate) => predicate.trait_ref.args,
        ty::ClauseKind::Projection(predicate) => {
            // A future may also stand on the right.
            let term = predicate.term.as_type();
            if term.is_some_and(|term| term.walk().any(is_future)) {
                return true;
            }
            predicate.projection_term.args
        }
        ty::ClauseKind::TypeOutlives(predicate) => &[predicate.0.into()],
        _ => &[],
    };
    args.iter().flat_map(|arg| arg.walk()).any(is_future)
}
