//! Calls of `inline async` methods on a binding.
//!
//! `binding.m(a, b)` is the call of a function of `core` with the binding and the tuple of the
//! arguments; see `rustc_middle::ty::inline_async::BindingReceiver`.

use rustc_abi::{FIRST_VARIANT, FieldIdx};
use rustc_data_structures::fx::FxHashMap;
use rustc_hir as hir;
use rustc_hir::def_id::DefId;
use rustc_middle::bug;
use rustc_middle::infer::canonical::{Canonical, CanonicalVarKind};
use rustc_middle::thir::*;
use rustc_middle::ty::{self, Ty};
use rustc_span::Span;

use crate::thir::cx::ThirBuildCx;

impl<'tcx> ThirBuildCx<'tcx> {
    /// The function that makes the call, if `expr` calls a method on a binding whose object it is
    /// of.
    pub(super) fn callee_on_binding(
        &self,
        expr: &'tcx hir::Expr<'tcx>,
        receiver: &'tcx hir::Expr<'tcx>,
        segment: &hir::PathSegment<'tcx>,
    ) -> Option<Expr<'tcx>> {
        let tcx = self.tcx;
        let receiver = self.typeck_results.expr_ty_adjusted(receiver);
        let binding = receiver.builtin_deref(true).unwrap_or(receiver);
        if !tcx.is_binding(binding) {
            return None;
        }
        let (_, method) = self.typeck_results.type_dependent_def(expr.hir_id)?;
        tcx.trait_of_assoc(method)?;
        let args = self.typeck_results.node_args(expr.hir_id);
        // If the binding itself, or a reference to it, implements the trait, that is `Self`.
        let is_object = matches!(args.type_at(0).kind(), ty::Dynamic(..) | ty::Alias(..));
        if !is_object || tcx.asyncness(method) != ty::Asyncness::Inline {
            return None;
        }
        let sig = tcx.fn_sig(method).instantiate(tcx, args);
        let sig = tcx.instantiate_bound_regions_with_erased(sig);
        let (function, args) = tcx.inline_async_call_on_binding(binding, method, args, sig)?;
        Some(Expr {
            temp_scope_id: expr.hir_id.local_id,
            ty: Ty::new_fn_def(tcx, function, args),
            span: segment.ident.span,
            kind: ExprKind::ZstLiteral {
                user_ty: self.user_args_on_binding(expr, binding, method),
            },
        })
    }

    /// The lifetimes that the user gives for those of the method, in the arguments of the function.
    fn user_args_on_binding(
        &self,
        expr: &'tcx hir::Expr<'tcx>,
        binding: Ty<'tcx>,
        method: DefId,
    ) -> Option<Box<ty::CanonicalUserType<'tcx>>> {
        let tcx = self.tcx;
        let user_ty = self.typeck_results.user_provided_types().get(expr.hir_id)?;
        let ty::UserTypeKind::TypeOf(_, user_args) = user_ty.value.kind else { return None };

        // The binding and the method's other lifetimes are variables.
        let ui = ty::UniverseIndex::ROOT;
        let mut var_kinds = user_ty.var_kinds.to_vec();
        let mut late_bound = FxHashMap::default();
        let sig = tcx.fn_sig(method).instantiate(tcx, user_args.args);
        let sig = tcx.instantiate_bound_regions_uncached(sig, |region| {
            *late_bound.entry(region.var).or_insert_with(|| {
                let var = ty::BoundVar::from_usize(var_kinds.len());
                var_kinds.push(CanonicalVarKind::Region(ui));
                ty::Region::new_canonical_bound(tcx, var)
            })
        });
        let binding_args = [(); 2].map(|()| {
            let var = ty::BoundVar::from_usize(var_kinds.len());
            var_kinds.push(CanonicalVarKind::Ty { ui, sub_root: var });
            ty::GenericArg::from(Ty::new_canonical_bound(tcx, var))
        });
        let binding = Ty::new_adt(tcx, binding.ty_adt_def()?, tcx.mk_args(&binding_args));

        let (function, args) =
            tcx.inline_async_call_on_binding(binding, method, user_args.args, sig)?;
        let user_args = ty::UserArgs { args, user_self_ty: None };
        let kind = ty::UserTypeKind::TypeOf(function, user_args);
        Some(Box::new(Canonical {
            value: ty::UserType::new_with_bounds(kind, user_ty.value.bounds),
            max_universe: user_ty.max_universe,
            var_kinds: tcx.mk_canonical_var_kinds(&var_kinds),
        }))
    }

    /// The tuple of the arguments, marked if calls of the method are never `Send`.
    fn pass_arguments(&mut self, expr: &'tcx hir::Expr<'tcx>, tuple: Expr<'tcx>) -> Expr<'tcx> {
        let tcx = self.tcx;
        let method = self.typeck_results.type_dependent_def_id(expr.hir_id);
        if !method.is_some_and(|method| tcx.inline_async_is_local(method)) {
            return tuple;
        }
        let ty = tcx.inline_async_local_ty(tuple.ty);
        let ty::Adt(adt_def, args) = *ty.kind() else { bug!("`Local` is a struct") };
        let (temp_scope_id, span) = (tuple.temp_scope_id, tuple.span);
        let field = FieldExpr { name: FieldIdx::ZERO, expr: self.thir.exprs.push(tuple) };
        let marked = AdtExpr {
            adt_def,
            variant_index: FIRST_VARIANT,
            args,
            user_ty: None,
            fields: Box::new([field]),
            base: AdtExprBase::None,
        };
        Expr { temp_scope_id, ty, span, kind: ExprKind::Adt(Box::new(marked)) }
    }

    pub(super) fn call_on_binding(
        &mut self,
        expr: &'tcx hir::Expr<'tcx>,
        callee: Expr<'tcx>,
        receiver: &'tcx hir::Expr<'tcx>,
        args: &'tcx [hir::Expr<'tcx>],
        fn_span: Span,
    ) -> ExprKind<'tcx> {
        let receiver = self.mirror_expr(receiver);
        let arg_tys = args.iter().map(|arg| self.typeck_results.expr_ty_adjusted(arg));
        let arguments = Expr {
            temp_scope_id: expr.hir_id.local_id,
            ty: Ty::new_tup_from_iter(self.tcx, arg_tys),
            span: expr.span,
            kind: ExprKind::Tuple { fields: self.mirror_exprs(args) },
        };
        let arguments = self.pass_arguments(expr, arguments);
        let arguments = self.thir.exprs.push(arguments);
        ExprKind::Call {
            ty: callee.ty,
            fun: self.thir.exprs.push(callee),
            args: Box::new([receiver, arguments]),
            from_hir_call: true,
            fn_span,
        }
    }
}
