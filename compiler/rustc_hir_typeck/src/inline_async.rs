//! Calls of `inline async fn` methods that take `self` by value, on trait objects.
//!
//! Such a call moves the object out of its memory, which has to be released when the call is done.
//! Only a binding whose pointer owns the object does that; in any other place the object, which is
//! of no known size, could not be moved from anyway.

use rustc_errors::Applicability;
use rustc_hir as hir;
use rustc_hir::find_attr;
use rustc_middle::ty::{self, Ty};
use rustc_span::Span;

use crate::FnCtxt;
use crate::errors::inline_async as errors;

impl<'tcx> FnCtxt<'_, 'tcx> {
    /// Refuses `receiver.method()`, where `self_ty` is what the method takes, `receiver_ty` what the
    /// receiver is as it is written, and `method_span` the method's name.
    pub(crate) fn check_consuming_call(
        &self,
        method: ty::AssocItem,
        method_span: Span,
        self_ty: Ty<'tcx>,
        receiver: &'tcx hir::Expr<'tcx>,
        receiver_ty: Ty<'tcx>,
    ) {
        let tcx = self.tcx;
        let self_ty = self.resolve_vars_if_possible(self_ty);
        if !matches!(self_ty.kind(), ty::Dynamic(..)) || !tcx.consumes_self(method.def_id) {
            return;
        }
        let Some(trait_def_id) = method.trait_container(tcx) else { return };

        let receiver_ty = self.resolve_vars_if_possible(receiver_ty);
        let is_placeable = tcx.is_placeable(trait_def_id);
        let (borrowed, bind) = if receiver_ty.boxed_ty() == Some(self_ty) {
            let library = if find_attr!(tcx, crate, NoStd(..)) { "alloc" } else { "std" };
            let bind = errors::BindBox {
                before: receiver.span.shrink_to_lo(),
                after: receiver.span.shrink_to_hi(),
                library,
                applicability: if is_placeable
                    && !receiver.span.from_expansion()
                    // What is behind a reference cannot be moved into a binding.
                    && (matches!(receiver.kind, hir::ExprKind::Path(_))
                        || !receiver.is_syntactic_place_expr())
                {
                    Applicability::MachineApplicable
                } else {
                    Applicability::MaybeIncorrect
                },
            };
            (None, Some(bind))
        } else {
            let borrowed =
                errors::NotOwned { span: receiver.span, receiver_ty: receiver_ty.to_string() };
            (Some(borrowed), None)
        };
        let guar = tcx.dcx().emit_err(errors::ConsumedWithoutBinding {
            span: method_span,
            method: method.name(),
            object: self_ty.to_string(),
            trait_name: tcx.item_name(trait_def_id),
            takes_self: tcx.def_span(method.def_id),
            borrowed,
            bind,
            not_placeable: !is_placeable,
        });
        self.set_tainted_by_errors(guar);
    }
}
