//! Whether a future is `Send`, proved with what its own body knows of its lifetimes.
//!
//! What a future holds across an `await` has lifetimes of which its type only says that there are
//! some, and `for<'a, 'b> Held<'a, 'b>: Send` is often false where `Held<'a, 'b>: Send` is true for
//! all lifetimes that the body can have there: in a `&'a &'b T` that is held, `'b` outlives `'a`.
//! `-Zhigher-ranked-assumptions` knows this [of each future][assumptions], and more than is true: it
//! proves that what is held is well-formed, and believes whatever that proof comes to ask for. Of
//! several proofs that can be one that no body relies on; and a future can be named for lifetimes with
//! which it could never be made.
//!
//! So the question is asked by itself, in a context where nothing else is proved, for all lifetimes
//! and types that are not known in it. What is believed is what types ask for as they stand, by the
//! references in them and by the clauses of their definitions about lifetimes, of lifetimes that are
//! the body's own. What is left then is what must be so of lifetimes that are not the body's, and the
//! coercion asks for that. If there is more than that, the question is asked as any other is, and
//! fails with the errors that this has.
//!
//! [assumptions]: https://github.com/rust-lang/rust/pull/144404

use rustc_data_structures::fx::FxHashSet;
use rustc_hir::def_id::{CRATE_DEF_ID, DefId};
use rustc_infer::infer::canonical::query_response::make_query_region_constraints;
use rustc_infer::infer::canonical::{
    CanonicalExt, CanonicalVarKind, CanonicalVarValues, OriginalQueryValues,
};
use rustc_infer::infer::resolve::OpportunisticRegionResolver;
use rustc_infer::infer::{InferCtxt, TyCtxtInferExt};
use rustc_infer::traits::{Obligation, PredicateObligation};
use rustc_middle::traits::ObligationCause;
use rustc_middle::traits::query::CanonicalPredicateGoal;
use rustc_middle::ty::outlives::{Component, push_outlives_components};
use rustc_middle::ty::{
    self, BottomUpFolder, Ty, TyCtxt, TypeFlags, TypeFoldable, TypeVisitableExt, TypingMode,
    UniverseIndex, Upcast, elaborate,
};
use rustc_span::{DUMMY_SP, Span, sym};
use smallvec::smallvec;

use crate::regions::InferCtxtRegionExt;
use crate::traits::{FulfillmentContext, ScrubbedTraitError, TraitEngine, wf};

/// What must be so for `future_is_send`, if its body proves the rest.
pub(super) fn what_is_left<'tcx>(
    infcx: &InferCtxt<'tcx>,
    span: Span,
    param_env: ty::ParamEnv<'tcx>,
    future_is_send: ty::Predicate<'tcx>,
) -> Option<Vec<ty::Predicate<'tcx>>> {
    let tcx = infcx.tcx;
    let goal = infcx.resolve_vars_if_possible(param_env.and(future_is_send));
    // Within the question it is asked as any other is. Constants that are not known cannot be asked for
    // all of them.
    if is_marked(param_env)
        || goal.has_non_region_infer()
        || goal.has_type_flags(TypeFlags::HAS_CT_PLACEHOLDER)
        || goal.references_error()
    {
        return None;
    }
    // When code is generated, type checking has answered for the lifetimes.
    let goal = ty::fold_regions(tcx, goal, |region, _| {
        if region.is_erased() { tcx.lifetimes.re_static } else { region }
    });
    let mut originals = OriginalQueryValues::default();
    let goal = infcx.canonicalize_query(goal, &mut originals);
    let left = tcx.at(span).inline_async_left_by_body(goal).as_ref()?;
    let original = |index: usize| originals.var_values[index];
    let mut to_originals = BottomUpFolder {
        tcx,
        ty_op: |ty| match index_of_type(ty) {
            Some(index) => original(index).expect_ty(),
            None => ty,
        },
        lt_op: |region| match index_of_region(region) {
            Some(index) => original(index).expect_region(),
            None => region,
        },
        ct_op: |ct| ct,
    };
    let left = left.iter().map(|left| left.fold_with(&mut to_originals));
    Some(left.map(|left| outlives_predicate(tcx, left)).collect())
}

fn outlives_predicate<'tcx>(
    tcx: TyCtxt<'tcx>,
    ty::OutlivesPredicate(longer, shorter): ty::ArgOutlivesPredicate<'tcx>,
) -> ty::Predicate<'tcx> {
    match longer.kind() {
        ty::GenericArgKind::Lifetime(longer) => {
            ty::ClauseKind::RegionOutlives(ty::OutlivesPredicate(longer, shorter)).upcast(tcx)
        }
        ty::GenericArgKind::Type(longer) => {
            ty::ClauseKind::TypeOutlives(ty::OutlivesPredicate(longer, shorter)).upcast(tcx)
        }
        ty::GenericArgKind::Const(_) => unreachable!("a constant outlives nothing"),
    }
}

/// Leaves [`what_is_left`] of what is asked of the future of an implementation, `opaque` being its
/// associated type in the trait: that it is `Send`, by `#[inline_async(send)]`.
pub fn leave_what_is_left<'tcx>(
    infcx: &InferCtxt<'tcx>,
    opaque: DefId,
    bounds: &mut Vec<PredicateObligation<'tcx>>,
) {
    let tcx = infcx.tcx;
    *bounds = std::mem::take(bounds)
        .into_iter()
        .flat_map(|bound| {
            let clause = bound.predicate.as_clause();
            let left = clause
                .is_some_and(|clause| tcx.is_auto_trait_of_inline_async(opaque, clause))
                .then(|| what_is_left(infcx, bound.cause.span, bound.param_env, bound.predicate))
                .flatten()
                .unwrap_or_else(|| vec![bound.predicate]);
            left.into_iter().map(move |predicate| bound.with(tcx, predicate))
        })
        .collect();
}

/// The universe of the types that stand for any.
const ANY: UniverseIndex = UniverseIndex::from_u32(1);

fn index_of_region(region: ty::Region<'_>) -> Option<usize> {
    match region.kind() {
        ty::ReLateParam(ty::LateParamRegion {
            scope,
            kind: ty::LateParamRegionKind::Anon(index),
        }) if scope == CRATE_DEF_ID.to_def_id() => Some(index as usize),
        _ => None,
    }
}

fn index_of_type(ty: Ty<'_>) -> Option<usize> {
    match ty.kind() {
        ty::Placeholder(any) if any.universe == ANY => Some(any.bound.var.as_usize()),
        _ => None,
    }
}

/// The provider of the query. The solver is the one that has the assumptions. What is left is about
/// what stands for the variables of the goal, by their indices.
pub(in crate::traits) fn left_by_body<'tcx>(
    tcx: TyCtxt<'tcx>,
    goal: CanonicalPredicateGoal<'tcx>,
) -> Option<Vec<ty::ArgOutlivesPredicate<'tcx>>> {
    let typing_mode = match goal.typing_mode.0 {
        mode @ (TypingMode::Analysis { .. } | TypingMode::PostAnalysis) => mode,
        // The body that is being checked has no type yet.
        TypingMode::Borrowck { defining_opaque_types: defining } => {
            TypingMode::Analysis { defining_opaque_types_and_generators: defining }
        }
        TypingMode::Coherence | TypingMode::PostBorrowckAnalysis { .. } => {
            TypingMode::non_body_analysis()
        }
    };
    let infcx = tcx.infer_ctxt().with_next_trait_solver(false).build(typing_mode);
    assert_eq!(infcx.create_next_universe(), ANY);
    let mut any = vec![];
    for (index, kind) in goal.canonical.var_kinds.iter().enumerate() {
        let var = ty::BoundVar::from_usize(index);
        any.push(match kind {
            CanonicalVarKind::Region(_) | CanonicalVarKind::PlaceholderRegion(_) => {
                let kind = ty::LateParamRegionKind::Anon(index as u32);
                ty::Region::new_late_param(tcx, CRATE_DEF_ID.to_def_id(), kind).into()
            }
            CanonicalVarKind::PlaceholderTy(_) => {
                Ty::new_placeholder(tcx, ty::PlaceholderType::new_anon(ANY, var)).into()
            }
            CanonicalVarKind::Ty { .. }
            | CanonicalVarKind::Int
            | CanonicalVarKind::Float
            | CanonicalVarKind::Const(_)
            | CanonicalVarKind::PlaceholderConst(_) => return None,
        });
    }
    let any = CanonicalVarValues { var_values: tcx.mk_args(&any) };
    let goal = goal.canonical.instantiate(tcx, &any);
    let param_env = believing_bodies(tcx, goal.param_env);
    let cause = ObligationCause::dummy();
    // An `ObligationCtxt` is always of the solver of the whole program.
    let mut fulfillment = FulfillmentContext::<ScrubbedTraitError<'tcx>>::new(&infcx);
    let obligation = Obligation::new(tcx, cause.clone(), param_env, goal.value);
    fulfillment.register_predicate_obligation(&infcx, obligation);
    let errors = fulfillment.evaluate_obligations_error_on_ambiguity(&infcx);
    let defines_no_opaque_type = infcx.take_opaque_types().is_empty();
    if !errors.is_empty() || !defines_no_opaque_type {
        return None;
    }

    let believed = infcx.take_registered_region_assumptions();
    let believed = elaborate::elaborate_outlives_assumptions(tcx, believed);
    let of_types = infcx.take_registered_region_obligations();
    let required = infcx
        .with_region_constraints(|of_regions| {
            make_query_region_constraints(of_types, of_regions, vec![]).outlives
        })
        .fold_with(&mut OpportunisticRegionResolver::new(&infcx));
    infcx.take_and_reset_region_constraints();
    let mut left = vec![];
    for (required, _) in required {
        if follows_from(tcx, &believed, required) {
            continue;
        }
        let ty::OutlivesPredicate(longer, shorter) = required;
        if is_of_goal(tcx, longer) && is_of_goal(tcx, shorter.into()) {
            left.push(required);
        } else if is_of_goal(tcx, longer) && shorter.is_placeholder() {
            // It can be any lifetime, and what is `'static` outlives them all.
            left.push(ty::OutlivesPredicate(longer, tcx.lifetimes.re_static));
        } else {
            infcx.register_outlives_constraint(required, &cause);
        }
    }
    infcx.resolve_regions(CRATE_DEF_ID, param_env, []).is_empty().then_some(left)
}

/// Whether this names nothing but what the goal names.
fn is_of_goal<'tcx>(tcx: TyCtxt<'tcx>, arg: ty::GenericArg<'tcx>) -> bool {
    let is_region =
        |region: ty::Region<'tcx>| region.is_static() || index_of_region(region).is_some();
    !arg.has_infer()
        && !tcx.any_free_region_meets(&arg, |region| !is_region(region))
        && arg
            .walk()
            .filter_map(|arg| arg.as_type())
            .all(|ty| !matches!(ty.kind(), ty::Placeholder(_)) || index_of_type(ty).is_some())
}

fn follows_from<'tcx>(
    tcx: TyCtxt<'tcx>,
    believed: &FxHashSet<ty::ArgOutlivesPredicate<'tcx>>,
    required @ ty::OutlivesPredicate(longer, shorter): ty::ArgOutlivesPredicate<'tcx>,
) -> bool {
    if believed.contains(&required) {
        return true;
    }
    let Some(ty) = longer.as_type() else { return false };
    let mut components = smallvec![];
    push_outlives_components(tcx, ty, &mut components);
    components.iter().all(|component| {
        matches!(component, Component::Region(region)
            if believed.contains(&ty::OutlivesPredicate((*region).into(), shorter)))
    })
}

/// The environment with a mark that says that it is one of this question. It is a clause, so that no
/// cache confuses the two.
fn believing_bodies<'tcx>(tcx: TyCtxt<'tcx>, param_env: ty::ParamEnv<'tcx>) -> ty::ParamEnv<'tcx> {
    let mark = ty::ClauseKind::UnstableFeature(sym::inline_async_by_its_body).upcast(tcx);
    ty::ParamEnv::new(tcx.mk_clauses_from_iter(param_env.caller_bounds().iter().chain([mark])))
}

/// Asked wherever an auto trait is proved, in programs without the feature too.
fn is_marked(param_env: ty::ParamEnv<'_>) -> bool {
    param_env.caller_bounds().last().is_some_and(|clause| {
        clause.kind().skip_binder()
            == ty::ClauseKind::UnstableFeature(sym::inline_async_by_its_body)
    })
}

/// What another type may stand for.
const NOT_CLOSED: TypeFlags = TypeFlags::HAS_PARAM
    .union(TypeFlags::HAS_ALIAS)
    .union(TypeFlags::HAS_TY_PLACEHOLDER)
    .union(TypeFlags::HAS_CT_PLACEHOLDER);

/// What is believed where a future holds `types`, if the environment is one of this question: that
/// something outlives a lifetime that is the body's own, and that one of its own is `'static`. The
/// body's own are those that universe `outside` cannot name. Each is in one place of one type, so this
/// is what must be so for that type to be there; and it is compared with what is required one by one,
/// so that nothing follows from it for lifetimes that are not the body's.
pub(in crate::traits) fn believed<'tcx>(
    infcx: &InferCtxt<'tcx>,
    param_env: ty::ParamEnv<'tcx>,
    types: &[Ty<'tcx>],
    outside: UniverseIndex,
) -> Vec<ty::ArgOutlivesPredicate<'tcx>> {
    let tcx = infcx.tcx;
    if !is_marked(param_env) {
        return vec![];
    }
    let is_own = |region: ty::Region<'tcx>| match region.kind() {
        ty::RePlaceholder(own) => outside.cannot_name(own.universe),
        _ => false,
    };
    let is_believed = |&ty::OutlivesPredicate(longer, shorter): &ty::ArgOutlivesPredicate<'tcx>| {
        let has_only_own = || !tcx.any_free_region_meets(&longer, |region| !is_own(region));
        is_own(shorter)
            || shorter.is_static() && has_only_own() && !longer.has_type_flags(NOT_CLOSED)
    };
    let asked_for = types.iter().flat_map(|&ty| {
        let ty = infcx.resolve_vars_if_possible(ty);
        wf::unnormalized_obligations(infcx, param_env, ty.into(), DUMMY_SP, CRATE_DEF_ID)
            .unwrap_or_default()
    });
    asked_for
        .filter_map(|asked| match asked.predicate.kind().no_bound_vars()? {
            ty::PredicateKind::Clause(ty::ClauseKind::RegionOutlives(outlives)) => {
                Some(ty::OutlivesPredicate(outlives.0.into(), outlives.1))
            }
            ty::PredicateKind::Clause(ty::ClauseKind::TypeOutlives(outlives)) => {
                Some(ty::OutlivesPredicate(outlives.0.into(), outlives.1))
            }
            _ => None,
        })
        .filter(is_believed)
        .collect()
}
