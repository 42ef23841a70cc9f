//! Which argument of a call an error about a binding is about.

use rustc_hir as hir;
use rustc_hir::intravisit::{self, Visitor};
use rustc_infer::traits::{ObligationCauseCode, PredicateObligation};
use rustc_middle::ty::Ty;
use rustc_span::Span;

use super::inline_async_binding::innermost;
use crate::error_reporting::TypeErrCtxt;

impl<'tcx> TypeErrCtxt<'_, 'tcx> {
    /// The argument of type `ty` that `obligation` is about.
    pub(super) fn argument_at_fault(
        &self,
        ty: Ty<'tcx>,
        obligation: &PredicateObligation<'tcx>,
        root_obligation: &PredicateObligation<'tcx>,
    ) -> Option<&'tcx hir::Expr<'tcx>> {
        let tcx = self.tcx;
        let span = obligation.cause.span;
        let mut code = Some(obligation.cause.code());
        while let Some(of_cause) = code {
            if let ObligationCauseCode::FunctionArg { arg_hir_id, .. } = *of_cause {
                return Some(tcx.hir_expect_expr(arg_hir_id));
            }
            code = of_cause.parent();
        }
        if let ObligationCauseCode::WhereClauseInExpr(_, _, callee, _) =
            *root_obligation.cause.code().peel_derives()
            && let hir::Node::Expr(call) = tcx.parent_hir_node(callee)
            && let hir::ExprKind::Call(function, arguments) = call.kind
            && function.hir_id == callee
            && let Some(argument) = arguments.iter().find(|argument| argument.span.contains(span))
        {
            return Some(argument);
        }
        // The type in the path of the function that is called.
        let results = self.typeck_results.as_ref()?;
        let mut calls = CallsOf { callee: span, arguments: &[] };
        calls.visit_expr(tcx.hir_maybe_body_owned_by(obligation.cause.body_id)?.value);
        // Of a reference to a place it is the place that is asked for.
        let erased = |ty| {
            let ty = innermost(tcx, self.resolve_vars_if_possible(ty));
            tcx.erase_and_anonymize_regions(ty)
        };
        calls.arguments.iter().find(|argument| {
            results
                .expr_ty_adjusted_opt(argument)
                .is_some_and(|argument_ty| erased(argument_ty) == erased(ty))
        })
    }
}

/// The arguments of the call whose function is named by a path with `callee` in it.
struct CallsOf<'tcx> {
    callee: Span,
    arguments: &'tcx [hir::Expr<'tcx>],
}

impl<'tcx> Visitor<'tcx> for CallsOf<'tcx> {
    fn visit_expr(&mut self, expr: &'tcx hir::Expr<'tcx>) {
        if let hir::ExprKind::Call(function, arguments) = expr.kind
            && function.span.contains(self.callee)
        {
            self.arguments = arguments;
        }
        intravisit::walk_expr(self, expr);
    }
}
