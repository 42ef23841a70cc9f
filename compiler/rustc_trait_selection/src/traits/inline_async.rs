//! `Send` is decided where an object is made.
//!
//! `dyn Trait + Send` promises that the object and the calls on it may move between threads. A call
//! is the future of an implementation that nobody knows by then, so the coercion
//!
//! ```ignore (illustrative)
//! Box::new(File::open(..)?) as Box<dyn AsyncRead + Send>
//! ```
//!
//! asks for `<File as AsyncRead>::read(..): Send`, as return-type notation would write it, for each
//! inline async method of the trait and its supertraits.
//!
//! A method is exempt if no call of it can be sent anyway, since its receiver or one of its arguments
//! is not `Send`. That must hold for *all* instantiations of the parameters in scope: in
//!
//! ```ignore (illustrative)
//! fn make<X>() -> Box<dyn Handler<X> + Send> { Box::new(Holder) }
//! ```
//!
//! nothing is known of an argument of type `X`, but `make::<u32>()` gives an object whose calls are
//! `Send`. So parameters, and aliases that are not normalized away, count as types that are unknown,
//! and an unknown type can be `Send`.

use rustc_data_structures::fx::FxHashMap;
use rustc_hir::LangItem;
use rustc_hir::def_id::DefId;
use rustc_infer::infer::canonical::OriginalQueryValues;
use rustc_infer::infer::{InferCtxt, RegionVariableOrigin, TyCtxtInferExt};
use rustc_infer::traits::{Obligation, PolyTraitObligation, PredicateObligations};
use rustc_middle::bug;
use rustc_middle::traits::query::CanonicalPredicateGoal;
use rustc_middle::traits::{ObligationCause, ObligationCauseCode};
use rustc_middle::ty::{
    self, ParamEnv, Ty, TyCtxt, TypeFoldable, TypeFolder, TypeSuperFoldable, TypeVisitableExt,
    TypingMode, Upcast, elaborate,
};
use rustc_span::{DUMMY_SP, sym};

use super::ObligationCtxt;
use crate::traits::query::evaluate_obligation::InferCtxtExt;

pub(super) fn has_inline_async_methods(tcx: TyCtxt<'_>, trait_def_id: DefId) -> bool {
    elaborate::supertrait_def_ids(tcx, trait_def_id)
        .any(|def_id| tcx.own_inline_async_methods(def_id).next().is_some())
}

/// What the coercion from the known type `source` to the object type `object` asks of the futures:
/// for each method that is not exempt, that its future is `Send`.
pub(crate) fn futures_to_be_sent<'tcx>(
    infcx: &InferCtxt<'tcx>,
    source: Ty<'tcx>,
    object: Ty<'tcx>,
) -> Vec<(DefId, ty::Predicate<'tcx>)> {
    // What has passed type checking is not asked again.
    if matches!(infcx.typing_mode(), TypingMode::PostAnalysis) {
        return vec![];
    }
    futures_of_sent_calls(infcx, source, object)
}

/// The same where an object is made that no type checker has seen: by `try_as_dyn`.
pub fn futures_of_sent_calls<'tcx>(
    infcx: &InferCtxt<'tcx>,
    source: Ty<'tcx>,
    object: Ty<'tcx>,
) -> Vec<(DefId, ty::Predicate<'tcx>)> {
    let tcx = infcx.tcx;
    let ty::Dynamic(predicates, _) = *object.kind() else { return vec![] };
    let Some(principal) = predicates.principal() else { return vec![] };
    if !tcx.has_inline_async_methods(principal.def_id()) {
        return vec![];
    }
    let Some(send) = tcx.get_diagnostic_item(sym::Send) else { return vec![] };
    let object = infcx.resolve_vars_if_possible(object);
    let principal = infcx.resolve_vars_if_possible(principal.with_self_ty(tcx, source));

    let mut futures = vec![];
    for supertrait in elaborate::supertraits(tcx, principal) {
        for (method, opaque) in tcx.own_inline_async_methods(supertrait.def_id()) {
            if !is_vacant(tcx, supertrait, method)
                && tcx.inline_async_call_can_be_sent(call_goal(infcx, object, supertrait, opaque))
            {
                futures.push((method, future_is_send(tcx, supertrait, method, send)));
            }
        }
    }
    futures
}

/// Adds to `nested` what the coercion `obligation` from `source` to `object` asks of the futures.
pub(super) fn require_send<'tcx>(
    infcx: &InferCtxt<'tcx>,
    obligation: &PolyTraitObligation<'tcx>,
    source: Ty<'tcx>,
    object: Ty<'tcx>,
    nested: &mut PredicateObligations<'tcx>,
) {
    nested.extend(futures_to_be_sent(infcx, source, object).into_iter().map(
        |(method, predicate)| {
            Obligation::with_depth(
                infcx.tcx,
                with_future(&obligation.cause, method, object),
                obligation.recursion_depth + 1,
                obligation.param_env,
                predicate,
            )
        },
    ));
}

/// The cause of the nested goal with the given index of an unsizing in the new solver, if that goal
/// is about a future. The goals before those are one for each bound of the object type, and that the
/// source is `Sized`.
pub(crate) fn cause_of_future<'tcx>(
    infcx: &InferCtxt<'tcx>,
    cause: &ObligationCause<'tcx>,
    index: usize,
    unsizing: ty::PolyTraitPredicate<'tcx>,
) -> Option<ObligationCause<'tcx>> {
    if !infcx.tcx.is_lang_item(unsizing.def_id(), LangItem::Unsize) {
        return None;
    }
    let trait_ref = infcx.resolve_vars_if_possible(unsizing.no_bound_vars()?.trait_ref);
    let (source, object) = (trait_ref.self_ty(), trait_ref.args.type_at(1));
    let ty::Dynamic(bounds, _) = object.kind() else { return None };
    let index = index.checked_sub(bounds.len() + 1)?;
    let &(method, _) = futures_to_be_sent(infcx, source, object).get(index)?;
    Some(with_future(cause, method, object))
}

fn with_future<'tcx>(
    cause: &ObligationCause<'tcx>,
    method: DefId,
    object: Ty<'tcx>,
) -> ObligationCause<'tcx> {
    let mut cause = cause.clone();
    cause.map_code(|parent_code| ObligationCauseCode::InlineAsyncFuture {
        method,
        object,
        parent_code,
    });
    cause
}

/// Whether the `where` clauses of the method are known not to hold, so that it has no future.
fn is_vacant<'tcx>(tcx: TyCtxt<'tcx>, supertrait: ty::PolyTraitRef<'tcx>, method: DefId) -> bool {
    if tcx.predicates_of(method).predicates.is_empty() {
        return false;
    }
    let trait_ref = tcx.instantiate_bound_regions_with_erased(supertrait);
    let args = tcx.erase_and_anonymize_regions(tcx.inline_async_item_args(method, trait_ref.args));
    !args.has_infer()
        && !args.has_placeholders()
        && tcx.instantiate_and_check_impossible_predicates((method, args))
}

/// `<dyn Trait as Trait>::method(..)` as the goal of [`call_can_be_sent`]. As a query of its own that
/// one is free of the caller's inference context, and a type whose `Send` depends on itself through
/// the coercion of an object is a cycle that is reported.
fn call_goal<'tcx>(
    infcx: &InferCtxt<'tcx>,
    object: Ty<'tcx>,
    supertrait: ty::PolyTraitRef<'tcx>,
    opaque: DefId,
) -> CanonicalPredicateGoal<'tcx> {
    let tcx = infcx.tcx;
    let trait_ref = tcx.instantiate_bound_regions_with_erased(supertrait);
    let trait_args = std::iter::once(object.into()).chain(trait_ref.args.iter().skip(1));
    let args = tcx.inline_async_item_args(opaque, tcx.mk_args_from_iter(trait_args));
    let args = tcx.erase_and_anonymize_regions(args);
    let future = Ty::new_projection_from_args(tcx, opaque, args);
    let predicate: ty::Predicate<'tcx> = ty::ClauseKind::WellFormed(future.into()).upcast(tcx);
    let goal = ParamEnv::empty().and(predicate);
    infcx.canonicalize_query(goal, &mut OriginalQueryValues::default())
}

/// Whether the receiver and the arguments of the method on the object can all be `Send`, for some
/// instantiation of what is not known of them.
pub(super) fn call_can_be_sent<'tcx>(
    tcx: TyCtxt<'tcx>,
    goal: CanonicalPredicateGoal<'tcx>,
) -> bool {
    let (infcx, goal, _) =
        tcx.infer_ctxt().ignoring_regions().build_with_canonical(DUMMY_SP, &goal);
    let ty::PredicateKind::Clause(ty::ClauseKind::WellFormed(future)) =
        goal.value.kind().skip_binder()
    else {
        bug!("not the goal of a call: {goal:?}");
    };
    let future = future.expect_type();
    let ty::Alias(ty::AliasTy { kind: ty::Projection { def_id: opaque }, args, .. }) =
        *future.kind()
    else {
        bug!("not the future of a call: {future}");
    };
    let Some(send) = tcx.get_diagnostic_item(sym::Send) else { return true };

    let ocx = ObligationCtxt::new(&infcx);
    let cause = ObligationCause::dummy();
    let mut forget = Forget { infcx: &infcx, types: FxHashMap::default() };
    let sig = tcx.inline_call_sig(opaque, args.fold_with(&mut forget));
    sig.inputs().into_iter().all(|input| {
        // What cannot be normalized is unknown.
        let normalized = ocx.deeply_normalize(&cause, ParamEnv::empty(), input).unwrap_or(input);
        let input = infcx.resolve_vars_if_possible(normalized).fold_with(&mut forget);
        let is_send = ty::TraitRef::new(tcx, send, [input]);
        infcx.predicate_may_hold(&Obligation::new(tcx, cause.clone(), ParamEnv::empty(), is_send))
    })
}

/// `for<..> <T as Trait>::method(..): Send`, the bound variables being those of the trait reference,
/// and then all regions of the method.
///
/// A binder cannot say `'b: 'a`, and without it the method's own bound would not hold. So regions
/// that such bounds connect are one region here.
fn future_is_send<'tcx>(
    tcx: TyCtxt<'tcx>,
    supertrait: ty::PolyTraitRef<'tcx>,
    method: DefId,
    send: DefId,
) -> ty::Predicate<'tcx> {
    let connected = connected_regions(tcx, method);
    let mut bound_vars: Vec<_> = supertrait.bound_vars().to_vec();
    let args = supertrait.skip_binder().args.extend_to(tcx, method, |param, args| {
        if let Some(&first) = connected.get(&param.index)
            && first < param.index
        {
            return args[first as usize];
        }
        let kind = ty::BoundRegionKind::Named(param.def_id);
        let var = ty::BoundVar::from_usize(bound_vars.len());
        bound_vars.push(ty::BoundVariableKind::Region(kind));
        ty::Region::new_bound(tcx, ty::INNERMOST, ty::BoundRegion { var, kind }).into()
    });
    let output = tcx.fn_sig(method).skip_binder().output();
    let future = tcx.shift_bound_var_indices(bound_vars.len(), output.skip_binder());
    let future = ty::EarlyBinder::bind(future).instantiate(tcx, args);
    bound_vars.extend(output.bound_vars());
    ty::Binder::bind_with_vars(
        ty::TraitRef::new(tcx, send, [future]),
        tcx.mk_bound_variable_kinds(&bound_vars),
    )
    .upcast(tcx)
}

/// For the regions of the method that its bounds connect with others: the first one of those.
fn connected_regions(tcx: TyCtxt<'_>, method: DefId) -> FxHashMap<u32, u32> {
    let mut connected: FxHashMap<u32, u32> = FxHashMap::default();
    for (clause, _) in tcx.predicates_of(method).predicates {
        if let ty::ClauseKind::RegionOutlives(ty::OutlivesPredicate(a, b)) =
            clause.kind().skip_binder()
            && let (ty::ReEarlyParam(a), ty::ReEarlyParam(b)) = (a.kind(), b.kind())
        {
            let of_method = tcx.generics_of(method).parent_count as u32;
            if a.index < of_method || b.index < of_method {
                continue;
            }
            let first = |region: u32| connected.get(&region).copied().unwrap_or(region);
            let (a, b) = (first(a.index), first(b.index));
            let (from, to) = (a.max(b), a.min(b));
            for first in connected.values_mut().filter(|first| **first == from) {
                *first = to;
            }
            connected.insert(from, to);
        }
    }
    connected
}

/// Replaces all that is not known for every instantiation by inference variables of a context of
/// its own, the same type by the same variable.
struct Forget<'a, 'tcx> {
    infcx: &'a InferCtxt<'tcx>,
    types: FxHashMap<Ty<'tcx>, Ty<'tcx>>,
}

impl<'tcx> TypeFolder<TyCtxt<'tcx>> for Forget<'_, 'tcx> {
    fn cx(&self) -> TyCtxt<'tcx> {
        self.infcx.tcx
    }

    fn fold_region(&mut self, region: ty::Region<'tcx>) -> ty::Region<'tcx> {
        match region.kind() {
            ty::ReBound(..) => region,
            _ => self.infcx.next_region_var(RegionVariableOrigin::Misc(DUMMY_SP)),
        }
    }

    fn fold_ty(&mut self, ty: Ty<'tcx>) -> Ty<'tcx> {
        match ty.kind() {
            ty::Infer(ty::TyVar(_) | ty::FreshTy(_))
            | ty::Param(_)
            | ty::Placeholder(_)
            | ty::Alias(..) => {
                *self.types.entry(ty).or_insert_with(|| self.infcx.next_ty_var(DUMMY_SP))
            }
            ty::Infer(ty::IntVar(_) | ty::FreshIntTy(_)) => self.cx().types.i32,
            ty::Infer(ty::FloatVar(_) | ty::FreshFloatTy(_)) => self.cx().types.f64,
            _ => ty.super_fold_with(self),
        }
    }

    fn fold_const(&mut self, ct: ty::Const<'tcx>) -> ty::Const<'tcx> {
        match ct.kind() {
            ty::ConstKind::Infer(_)
            | ty::ConstKind::Param(_)
            | ty::ConstKind::Placeholder(_)
            | ty::ConstKind::Unevaluated(_)
            | ty::ConstKind::Expr(_) => self.infcx.next_const_var(DUMMY_SP),
            _ => ct.super_fold_with(self),
        }
    }
}
