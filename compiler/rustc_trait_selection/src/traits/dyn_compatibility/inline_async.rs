//! Dyn compatibility of `inline async fn`.
//!
//! The signature of such a method is checked as that of any other. Its output, however, is hidden
//! in the bounds of the associated type for its future, where the check of the signature does not
//! look.

use std::ops::ControlFlow;

use rustc_hir::def_id::DefId;
use rustc_middle::ty::{self, GenericArgs, TyCtxt, TypeVisitable};

use super::{
    AllowSelfProjections, IllegalRpititVisitor, MethodViolation,
    contains_illegal_self_type_reference,
};

/// The violations in the receiver and in the `R` of an inline async method's `Future<Output = R>`.
pub(super) fn violations_of_method(
    tcx: TyCtxt<'_>,
    trait_def_id: DefId,
    method: DefId,
) -> Vec<MethodViolation> {
    if tcx.asyncness(method) != ty::Asyncness::Inline {
        return vec![];
    }
    let mut violations = vec![];

    let receiver = tcx.fn_sig(method).skip_binder().input(0).skip_binder();
    if receiver == tcx.types.self_param {
        violations.push(MethodViolation::UndispatchableReceiver(None));
    }

    let opaque = tcx.inline_async_opaque_of_method(method);
    let output = tcx.inline_async_output(opaque, GenericArgs::identity_for_item(tcx, opaque));
    if contains_illegal_self_type_reference(
        tcx,
        trait_def_id,
        output,
        AllowSelfProjections::Yes,
    ) {
        violations.push(MethodViolation::ReferencesSelfOutput);
    }
    if let ControlFlow::Break(violation) =
        output.visit_with(&mut IllegalRpititVisitor { tcx, allowed: None })
    {
        violations.push(violation);
    }
    violations
}
