//! The future of an inline async method.

use rustc_type_ir::inherent::*;
use rustc_type_ir::lang_items::SolverTraitLangItem;
use rustc_type_ir::solve::inspect::ProbeKind;
use rustc_type_ir::{self as ty, Interner, NormalizesTo, TypeVisitableExt};

use crate::delegate::SolverDelegate;
use crate::solve::assembly::Candidate;
use crate::solve::trait_goals::TraitGoalProvenVia;
use crate::solve::{CandidateSource, Certainty, EvalCtxt, Goal, GoalSource, NoSolution};

/// What shows that a type has the associated types of a trait: that it implements the trait, which is
/// `proven`, or that it is an object type, of which the trait demands more than that.
pub(super) fn or_by_object<I: Interner, R>(
    cx: I,
    proven: Result<(R, Option<TraitGoalProvenVia>), NoSolution>,
    trait_ref: ty::TraitRef<I>,
) -> Result<Option<TraitGoalProvenVia>, NoSolution> {
    match proven {
        Ok((_, proven_via)) => Ok(proven_via),
        Err(NoSolution) if cx.is_object_with_calls_sent(trait_ref) => {
            Ok(Some(TraitGoalProvenVia::Misc))
        }
        Err(NoSolution) => Err(NoSolution),
    }
}

/// Projects `<dyn Trait as Trait>::{opaque}` to an `InlineCall`, through the bound `dyn Trait:
/// Trait`: unlike other associated types, this one is not among the object type's own bounds.
pub(super) fn consider_object_candidate<D, I>(
    ecx: &mut EvalCtxt<'_, D>,
    source: CandidateSource<I>,
    goal: Goal<I, NormalizesTo<I>>,
    assumption: I::Clause,
) -> Result<Candidate<I>, NoSolution>
where
    D: SolverDelegate<Interner = I>,
    I: Interner,
{
    let cx = ecx.cx();
    let bound = assumption.as_trait_clause().ok_or(NoSolution)?;
    if bound.def_id() != goal.predicate.trait_def_id(cx) {
        return Err(NoSolution);
    }

    ecx.probe_trait_candidate(source).enter(|ecx| {
        let bound = ecx.instantiate_binder_with_infer(bound);
        ecx.eq(goal.param_env, goal.predicate.alias.trait_ref(cx), bound.trait_ref)?;
        let call_ty = cx.inline_async_call_ty(goal.predicate.alias);
        ecx.instantiate_normalizes_to_term(goal, call_ty.into());
        if let ty::Adt(_, args) = call_ty.kind() {
            // The output must be `Sized`, as that of any `Future`.
            let sized = cx.require_trait_lang_item(SolverTraitLangItem::Sized);
            let sized = ty::TraitRef::new(cx, sized, [args.type_at(2)]);
            ecx.add_goal(GoalSource::Misc, goal.with(cx, sized));
        }
        ecx.add_goals(
            GoalSource::AliasWellFormed,
            cx.own_predicates_of(goal.predicate.def_id())
                .iter_instantiated(cx, goal.predicate.alias.args)
                .map(|predicate| goal.with(cx, predicate)),
        );
        ecx.evaluate_added_goals_and_make_canonical_response(Certainty::Yes)
    })
}

/// Adds what an implementation asks for to a goal about the future of an inline async method, but what
/// calls of the method ask for themselves: whether the receiver's type implements the trait is no
/// question of what the type of the call is, beyond which implementation it is. In the witness of a
/// coroutine, where the lifetime of an object is any lifetime, a `'static` among the supertraits would
/// have no answer. With inference variables in the goal the answers may say what they are.
pub(super) fn add_goals_of_impl<D, I>(
    ecx: &mut EvalCtxt<'_, D>,
    goal: Goal<I, NormalizesTo<I>>,
    where_clauses: impl Iterator<Item = Goal<I, I::Predicate>>,
) -> Result<(), NoSolution>
where
    D: SolverDelegate<Interner = I>,
    I: Interner,
{
    if goal.predicate.alias.has_non_region_infer() {
        ecx.add_goals(GoalSource::ImplWhereBound, where_clauses);
        return Ok(());
    }
    let (left_to_the_call, others): (Vec<_>, Vec<_>) = where_clauses.partition(|clause| {
        matches!(
            clause.predicate.kind().skip_binder(),
            ty::PredicateKind::Clause(
                ty::ClauseKind::Trait(_)
                    | ty::ClauseKind::TypeOutlives(_)
                    | ty::ClauseKind::RegionOutlives(_)
            )
        )
    });
    ecx.add_goals(GoalSource::ImplWhereBound, others);
    let holds = ecx.probe(|_| ProbeKind::ShadowedEnvProbing).enter(|ecx| {
        ecx.add_goals(GoalSource::ImplWhereBound, left_to_the_call.iter().copied());
        ecx.try_evaluate_added_goals()
    })?;
    if holds != Certainty::Yes {
        ecx.add_goals(GoalSource::ImplWhereBound, left_to_the_call);
    }
    Ok(())
}
