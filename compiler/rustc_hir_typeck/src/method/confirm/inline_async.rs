//! Calls of `inline async` methods on a binding, which runs them in its place.

use rustc_hir as hir;
use rustc_middle::traits::ObligationCauseCode;
use rustc_middle::ty::inline_async::BindingReceiver;
use rustc_middle::ty::{self, GenericArgs, GenericArgsRef, Ty, TypeVisitableExt};
use rustc_span::ErrorGuaranteed;
use rustc_span::def_id::DefId;
use rustc_trait_selection::error_reporting::traits::report_dyn_incompatibility;
use rustc_trait_selection::traits;
use rustc_trait_selection::traits::query::evaluate_obligation::InferCtxtExt;

use super::ConfirmContext;
use crate::errors::inline_async as errors;
use crate::method::probe;

/// The function that makes a call on a binding, and what it asks for.
pub(super) struct CallOnBinding<'tcx> {
    function: DefId,
    predicates: ty::InstantiatedPredicates<'tcx>,
    pointer: Ty<'tcx>,
    /// What the method takes of the object.
    receiver: Ty<'tcx>,
    kind: BindingReceiver<'tcx>,
}

impl<'tcx> CallOnBinding<'tcx> {
    /// Whether this asks for what the method takes, and the pointer may not give.
    fn is_about_pointer(&self, predicate: ty::Predicate<'tcx>) -> bool {
        match predicate.kind().skip_binder() {
            ty::PredicateKind::Clause(ty::ClauseKind::Trait(clause)) => {
                clause.self_ty() == self.pointer
            }
            // That the receiver is the pointer.
            ty::PredicateKind::Clause(ty::ClauseKind::Projection(_)) => {
                matches!(self.kind, BindingReceiver::Pointer)
            }
            _ => false,
        }
    }
}

impl<'tcx> ConfirmContext<'_, 'tcx> {
    /// The arguments of the trait whose method is called, where `self_ty` is the binding as it is
    /// passed.
    pub(super) fn receiver_args_on_binding(
        &mut self,
        self_ty: Ty<'tcx>,
        pick: &probe::Pick<'tcx>,
    ) -> GenericArgsRef<'tcx> {
        let trait_def_id = pick.item.container_id(self.tcx);
        let binding = self_ty.builtin_deref(true).unwrap_or(self_ty);
        let object = self.fcx.autoderef(self.span, binding).nth(1).map(|(object, _)| object);
        let trait_ref = if self_ty.references_error() {
            None
        } else if !self.tcx.is_dyn_compatible(trait_def_id) {
            // Where there is an object type, it is what is wrong.
            if object.is_some_and(|object| !object.is_trait()) {
                let violations = self.tcx.dyn_compatibility_violations(trait_def_id);
                let guar =
                    report_dyn_incompatibility(self.tcx, self.span, None, trait_def_id, violations)
                        .emit();
                self.set_tainted_by_errors(guar);
            }
            None
        } else {
            object.and_then(|object| self.trait_ref_of_object(object))
        };
        match trait_ref {
            Some(trait_ref) => {
                let trait_ref = self.upcast(trait_ref, trait_def_id);
                self.instantiate_binder_with_fresh_vars(trait_ref).args
            }
            // An error, now or where it was found that the type is one. See `ObjectPick`.
            None => GenericArgs::extend_with_error(self.tcx, trait_def_id, &[]),
        }
    }

    /// The signature of a method on a binding. On the object it is `sig`: `fn(&'a mut dyn Tr, A, B)
    /// -> {opaque}`. On a binding it is `fn(&'a mut Placed<Ptr, P>, A, B) -> BoundCall<..>`:
    /// receiver and output are those of the function of `core` that makes the call. What that one
    /// asks for is to be
    /// [required](Self::require_on_binding) when the receivers have been unified.
    pub(super) fn sig_on_binding(
        &self,
        pick: &probe::Pick<'tcx>,
        self_ty: Ty<'tcx>,
        method_args: GenericArgsRef<'tcx>,
        sig: ty::FnSig<'tcx>,
    ) -> (ty::FnSig<'tcx>, Option<CallOnBinding<'tcx>>) {
        if pick.kind != probe::BindingPick {
            return (sig, None);
        }
        let tcx = self.tcx;
        let self_ty = self.resolve_vars_if_possible(self_ty);
        let binding = self_ty.builtin_deref(true).unwrap_or(self_ty);
        let method = pick.item.def_id;
        let receiver = sig.inputs()[0];
        let Some(kind) = BindingReceiver::new(tcx, receiver, method_args.type_at(0)) else {
            return (sig, None);
        };
        let Some((function, args)) =
            tcx.inline_async_call_on_binding(binding, method, method_args, sig)
        else {
            return (sig, None);
        };
        let ty::Adt(_, binding_args) = *binding.kind() else { return (sig, None) };
        let pointer = binding_args.type_at(0);
        let call_sig = tcx.fn_sig(function).instantiate(tcx, args).skip_binder();
        let inputs = std::iter::once(call_sig.inputs()[0]).chain(sig.inputs()[1..].iter().copied());
        let predicates = tcx.predicates_of(function).instantiate(tcx, args);
        let sig = tcx.mk_fn_sig(inputs, call_sig.output(), sig.c_variadic, sig.safety, sig.abi);
        (sig, Some(CallOnBinding { function, predicates, pointer, receiver, kind }))
    }

    /// What a call on an object asks for, of what the method does. Where lifetimes are named, it is
    /// the method that is named.
    pub(super) fn asked_by_call(
        &self,
        pick: &probe::Pick<'tcx>,
        segment: &hir::PathSegment<'tcx>,
        predicates: ty::InstantiatedPredicates<'tcx>,
    ) -> ty::InstantiatedPredicates<'tcx> {
        if pick.kind == probe::ObjectPick && segment.args.is_none() {
            self.tcx.inline_async_asked_by_call(pick.item.def_id, predicates)
        } else {
            predicates
        }
    }

    /// Asks for what a call on a binding needs.
    pub(super) fn require_on_binding(
        &self,
        call: Option<CallOnBinding<'tcx>>,
        segment: &hir::PathSegment<'tcx>,
    ) {
        let Some(call) = call else { return };
        let function = call.function;
        let predicates = self.normalize(self.span, call.predicates.clone());
        // Not `WhereClauseInExpr`: that is about the callee as it is recorded, which is the method.
        let cause =
            |_, span| self.cause(self.span, ObligationCauseCode::WhereClause(function, span));
        for obligation in traits::predicates_for_generics(cause, self.param_env, predicates) {
            if call.is_about_pointer(obligation.predicate) && !self.predicate_may_hold(&obligation)
            {
                let guar = self.report_pointer_too_weak(&call, segment);
                self.set_tainted_by_errors(guar);
            } else {
                self.register_predicate(obligation);
            }
        }
    }

    /// Says what the method takes and the binding's pointer does not give.
    fn report_pointer_too_weak(
        &self,
        call: &CallOnBinding<'tcx>,
        segment: &hir::PathSegment<'tcx>,
    ) -> ErrorGuaranteed {
        let span = segment.ident.span;
        let method = segment.ident.name;
        let print = |ty: Ty<'tcx>| {
            self.tcx.erase_and_anonymize_regions(self.resolve_vars_if_possible(ty)).to_string()
        };
        let pointer = print(call.pointer);
        let (takes, lacks, way) = match call.kind {
            BindingReceiver::Value => {
                return self.dcx().emit_err(errors::PointerNotOwned { span, method, pointer });
            }
            BindingReceiver::Ref(_) => ("&self".to_owned(), "does not give it", "another pointer"),
            BindingReceiver::Mut(_) => {
                ("&mut self".to_owned(), "shares its object", "a `Box` or a `&mut` reference")
            }
            BindingReceiver::PinRef(_) => (
                "self: Pin<&Self>".to_owned(),
                "does not pin its object",
                "a `Pin<Box<_>>` or a `Pin<&_>`",
            ),
            BindingReceiver::PinMut(_) => (
                "self: Pin<&mut Self>".to_owned(),
                "does not pin its object",
                "a `Pin<Box<_>>` or a `Pin<&mut _>`",
            ),
            BindingReceiver::Pointer => {
                (format!("self: {}", print(call.receiver)), "is another pointer", "that pointer")
            }
        };
        self.dcx().emit_err(errors::PointerTooWeak { span, method, pointer, takes, lacks, way })
    }

    /// Refuses `binding.m()` where the object type is a type parameter: the method is found through
    /// `Deref`, and the call would silently not run in the binding's place.
    pub(super) fn check_call_on_unknown_object(
        &self,
        pick: &probe::Pick<'tcx>,
        unadjusted_self_ty: Ty<'tcx>,
        segment: &hir::PathSegment<'tcx>,
    ) {
        if pick.autoderefs == 0
            || pick.kind == probe::BindingPick
            || pick.item.trait_container(self.tcx).is_none()
            || self.tcx.asyncness(pick.item.def_id) != ty::Asyncness::Inline
        {
            return;
        }
        let steps: Vec<_> = self
            .fcx
            .autoderef(self.span, unadjusted_self_ty)
            .take(pick.autoderefs + 1)
            .map(|(ty, _)| self.resolve_vars_if_possible(ty))
            .collect();
        let [.., binding, object] = steps[..] else { return };
        if !self.tcx.is_binding(binding) || object.is_trait() {
            return;
        }
        let receiver = self.self_expr.span;
        let guar = self.dcx().emit_err(errors::UnknownObject {
            span: segment.ident.span,
            method: segment.ident.name,
            object: self.tcx.erase_and_anonymize_regions(object).to_string(),
            binding: self.tcx.erase_and_anonymize_regions(binding).to_string(),
            trait_name: self.tcx.item_name(pick.item.container_id(self.tcx)),
            deref: errors::DerefBinding {
                before: receiver.shrink_to_lo(),
                after: receiver.shrink_to_hi(),
                stars: "*".repeat(pick.autoderefs),
            },
        });
        self.set_tainted_by_errors(guar);
    }
}
