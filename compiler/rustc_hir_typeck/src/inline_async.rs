//! Calls of `inline async fn` methods that take `self` by value, on trait objects.
//!
//! Such a call moves the object out of its memory, which has to be released when the call is done.
//! Only a binding whose pointer owns the object does that; in any other place the object, which is
//! of no known size, could not be moved from anyway.

use rustc_errors::Applicability;
use rustc_hir as hir;
use rustc_hir::def::Res;
use rustc_hir::def_id::DefId;
use rustc_hir::find_attr;
use rustc_middle::traits::ObligationCauseCode;
use rustc_middle::ty::{self, Ty};
use rustc_span::{Span, sym};
use rustc_trait_selection::infer::InferCtxtExt;

use crate::FnCtxt;
use crate::errors::inline_async as errors;

impl<'tcx> FnCtxt<'_, 'tcx> {
    /// Refuses `receiver.method()`, where `self_ty` is what the method takes, `receiver_ty` what the
    /// receiver is as it is written, and `method_span` the method's name.
    pub(crate) fn check_consuming_call(
        &self,
        method: DefId,
        method_span: Span,
        self_ty: Ty<'tcx>,
        receiver: &'tcx hir::Expr<'tcx>,
        receiver_ty: Ty<'tcx>,
    ) {
        let self_ty = self.resolve_vars_if_possible(self_ty);
        if matches!(self_ty.kind(), ty::Dynamic(..)) && self.tcx.consumes_self(method) {
            let receiver_ty = self.resolve_vars_if_possible(receiver_ty);
            self.report_consuming_call(
                method,
                method_span,
                self_ty,
                (receiver, receiver_ty),
                receiver.span.shrink_to_lo(),
                String::new(),
            );
        } else if matches!(self_ty.kind(), ty::Param(_) | ty::Alias(_))
            && self.tcx.consumes_self(method)
            && !self.type_is_sized_modulo_regions(self.param_env, self_ty)
        {
            let receiver_ty = self.resolve_vars_if_possible(receiver_ty);
            self.report_consuming_call_of_unknown_size(method, self_ty, receiver, receiver_ty);
        } else if self.tcx.features().unsized_fn_params() && self.tcx.consumes_self(method) {
            // A known type is moved into the future of the method, default body or not.
            self.require_type_is_sized(self_ty, receiver.span, ObligationCauseCode::Misc);
        }
    }

    /// Refuses `Trait::method(*receiver)`.
    pub(crate) fn check_consuming_path_call(
        &self,
        callee: &'tcx hir::Expr<'tcx>,
        method: Option<DefId>,
        sig: ty::FnSig<'tcx>,
        arguments: &'tcx [hir::Expr<'tcx>],
    ) {
        let ([self_ty, ..], [argument, ..]) = (sig.inputs(), arguments) else { return };
        let self_ty = self.resolve_vars_if_possible(*self_ty);
        if !matches!(self_ty.kind(), ty::Dynamic(..)) {
            return;
        }
        let Some(method) = method.filter(|&method| self.tcx.consumes_self(method)) else { return };
        let receiver = match argument.kind {
            hir::ExprKind::Unary(hir::UnOp::Deref, receiver) => receiver,
            _ => argument,
        };
        let Some(receiver_ty) = self.typeck_results.borrow().expr_ty_opt(receiver) else { return };
        let receiver_ty = self.resolve_vars_if_possible(receiver_ty);
        // What names the object type is written anew: a binding is of another type.
        let (before, prefix) = match callee.kind {
            hir::ExprKind::Path(hir::QPath::Resolved(None, path))
                if matches!(path.res, Res::Def(..)) =>
            {
                (argument.span.until(receiver.span), String::new())
            }
            _ => (callee.span.until(receiver.span), format!("{}(", self.tcx.def_path_str(method))),
        };
        // That an argument must be of a known size is no second mistake.
        self.deferred_sized_obligations.borrow_mut().retain(|&(_, span, _)| span != argument.span);
        let receiver = (receiver, receiver_ty);
        self.report_consuming_call(method, callee.span, self_ty, receiver, before, prefix);
    }

    fn report_consuming_call(
        &self,
        method: DefId,
        method_span: Span,
        self_ty: Ty<'tcx>,
        (receiver, receiver_ty): (&'tcx hir::Expr<'tcx>, Ty<'tcx>),
        before: Span,
        prefix: String,
    ) {
        let tcx = self.tcx;
        let is_place =
            receiver.is_syntactic_place_expr() && !matches!(receiver.kind, hir::ExprKind::Path(_));
        let is_move_ref = tcx.is_library_type(receiver_ty, sym::MoveRef);
        let (borrowed, bind) = if receiver_ty.boxed_ty().is_some_and(Ty::is_trait) {
            let library = if find_attr!(tcx, crate, NoStd(..)) { "alloc" } else { "std" };
            let bind = errors::BindBox {
                before,
                prefix,
                after: receiver.span.shrink_to_hi(),
                library,
                // What is behind a reference cannot be moved into a binding.
                applicability: if !receiver.span.from_expansion() && !is_place {
                    Applicability::MachineApplicable
                } else {
                    Applicability::MaybeIncorrect
                },
            };
            (None, Some(bind))
        } else if is_move_ref {
            (None, None)
        } else {
            let borrowed = errors::NotOwned {
                span: receiver.span,
                receiver_ty: tcx.erase_and_anonymize_regions(receiver_ty).to_string(),
            };
            (Some(borrowed), None)
        };
        let guar = tcx.dcx().emit_err(errors::ConsumedWithoutBinding {
            span: method_span,
            method: tcx.item_name(method),
            object: tcx.erase_and_anonymize_regions(self_ty).to_string(),
            takes_self: tcx.def_span(method),
            borrowed,
            move_out: bind.is_some() && is_place,
            bind,
            bind_move_ref: is_move_ref,
        });
        self.set_tainted_by_errors(guar);
    }

    /// Says what is done instead where what a parameter stands for, which may be an object or not,
    /// would be consumed.
    fn report_consuming_call_of_unknown_size(
        &self,
        method: DefId,
        self_ty: Ty<'tcx>,
        receiver: &'tcx hir::Expr<'tcx>,
        receiver_ty: Ty<'tcx>,
    ) {
        let tcx = self.tcx;
        let owner = match receiver.kind {
            hir::ExprKind::Unary(hir::UnOp::Deref, owner) => {
                (owner, self.typeck_results.borrow().expr_ty_opt(owner))
            }
            _ => (receiver, Some(receiver_ty)),
        };
        let owner = match owner {
            (owner, Some(ty)) if self.resolve_vars_if_possible(ty).is_box() => {
                tcx.sess.source_map().span_to_snippet(owner.span).ok()
            }
            _ => None,
        };
        let relaxed = match *self_ty.kind() {
            // Of the impl or of the function. What is not behind a `Box` could not be moved anyway.
            ty::Param(param) if owner.is_some() => {
                let param = tcx.generics_of(self.body_id).type_param(param, tcx).def_id;
                tcx.hir_get_generics(tcx.parent(param).expect_local())
                    .and_then(|generics| ty::inline_async::relaxed_bound(generics, param))
                    .filter(|bound| !bound.from_expansion())
            }
            _ => None,
        };
        let trait_def_id = tcx.parent(method);
        let is_in_impl = tcx
            .trait_impl_of_assoc(tcx.typeck_root_def_id(self.body_id.to_def_id()))
            .is_some_and(|impl_def_id| tcx.impl_trait_id(impl_def_id) == trait_def_id);
        let takes_self = tcx.def_span(method);
        let method = tcx.item_name(method);
        let object = format!("dyn {}", tcx.item_name(trait_def_id));
        let owner = owner.unwrap_or_else(|| "boxed".to_owned());
        let guar = tcx.dcx().emit_err(errors::ConsumedOfUnknownSize {
            span: receiver.span,
            ty: self_ty.to_string(),
            method,
            takes_self,
            require_sized: relaxed.map(|relaxed| {
                if is_in_impl {
                    errors::RequireSized::OfImpl { relaxed }
                } else {
                    errors::RequireSized::OfOther { relaxed }
                }
            }),
            on_binding: if is_in_impl {
                errors::ConsumeOnBinding::InImpl { method, object, owner }
            } else {
                errors::ConsumeOnBinding::Elsewhere { method, object, owner }
            },
        });
        self.set_tainted_by_errors(guar);
    }
}
