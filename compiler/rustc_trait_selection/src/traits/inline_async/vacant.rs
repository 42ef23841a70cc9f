//! Whether a method has no future, since its `where` clauses do not hold for the type.
//!
//! When code is generated that is known of every method. In type checking it is asked for where an
//! object is made, and an answer must not need the hidden type of an opaque type: it can be the very
//! body that is being checked which says what it is. So a method is taken to be vacant only if the
//! clause fails whatever hidden types are, and one that may be vacant for all that is known must have
//! a future that is `Send`.

use std::ops::ControlFlow;

use rustc_hir::def_id::DefId;
use rustc_infer::infer::canonical::OriginalQueryValues;
use rustc_infer::infer::{InferCtxt, TyCtxtInferExt};
use rustc_infer::traits::solve::Goal;
use rustc_middle::traits::query::CanonicalPredicateGoal;
use rustc_middle::ty::{self, ParamEnv, TyCtxt, TypeVisitableExt, TypingMode, Upcast};
use rustc_span::{DUMMY_SP, Span};

use crate::solve::inspect::{InferCtxtProofTreeExt, InspectConfig, InspectGoal, ProofTreeVisitor};

/// Whether the `where` clauses of the method are known not to hold.
pub(super) fn is_vacant<'tcx>(
    infcx: &InferCtxt<'tcx>,
    supertrait: ty::PolyTraitRef<'tcx>,
    method: DefId,
) -> bool {
    let tcx = infcx.tcx;
    let clauses = tcx.predicates_of(method);
    if clauses.predicates.is_empty() {
        return false;
    }
    let trait_ref = tcx.instantiate_bound_regions_with_erased(supertrait);
    let args = tcx.erase_and_anonymize_regions(tcx.inline_async_item_args(method, trait_ref.args));
    if matches!(infcx.typing_mode(), TypingMode::PostAnalysis) {
        return !args.has_infer()
            && !args.has_placeholders()
            && tcx.instantiate_and_check_impossible_predicates((method, args));
    }
    clauses.instantiate_own(tcx, args).any(|(clause, _)| {
        matches!(clause.kind().skip_binder(), ty::ClauseKind::Trait(_))
            && !clause.has_param()
            && !clause.has_non_region_infer()
            && !clause.has_placeholders()
            && tcx.inline_async_clause_never_holds(infcx.canonicalize_query(
                ParamEnv::empty().and(clause.upcast(tcx)),
                &mut OriginalQueryValues::default(),
            ))
    })
}

/// The `where` clauses of a method that may be vacant for all that is known. Without them it has no
/// future, and so its future is not `Send`; asked for by themselves, they are what an error names.
/// Those that are about lifetimes of the method are left out, they are not of one type.
pub(super) fn clauses_of<'tcx>(
    tcx: TyCtxt<'tcx>,
    supertrait: ty::PolyTraitRef<'tcx>,
    method: DefId,
) -> impl Iterator<Item = ty::Clause<'tcx>> {
    let of_trait = tcx.generics_of(method).parent_count;
    let clauses = if supertrait.no_bound_vars().is_some() {
        tcx.predicates_of(method).predicates
    } else {
        &[]
    };
    clauses.iter().filter_map(move |&(clause, _)| {
        let is_of_trait = !tcx.any_free_region_meets(&clause, |region| {
            matches!(region.kind(), ty::ReEarlyParam(region) if region.index as usize >= of_trait)
        });
        let is_of_type = matches!(clause.kind().skip_binder(), ty::ClauseKind::Trait(_));
        (is_of_trait && is_of_type)
            .then(|| ty::EarlyBinder::bind(clause).instantiate(tcx, supertrait.skip_binder().args))
    })
}

/// The provider of the query: whether the clause fails, for a reason that has nothing to do with
/// types that are hidden where it is asked. The solver is the one that vtables are made with.
pub(in crate::traits) fn clause_never_holds<'tcx>(
    tcx: TyCtxt<'tcx>,
    goal: CanonicalPredicateGoal<'tcx>,
) -> bool {
    let (infcx, goal, _) = tcx
        .infer_ctxt()
        .with_next_trait_solver(true)
        .ignoring_regions()
        .build_with_canonical(DUMMY_SP, &goal);
    let goal = Goal::new(tcx, goal.param_env, goal.value);
    let mut failure = Failure { is_of_root: false };
    // What it says of the hidden types of opaque types is of no use to anybody.
    infcx.probe(|_| infcx.visit_proof_tree(goal, &mut failure)).is_continue() && failure.is_of_root
}

/// Follows why a goal fails. It breaks off where that depends on what an alias stands for.
struct Failure {
    is_of_root: bool,
}

impl<'tcx> ProofTreeVisitor<'tcx> for Failure {
    type Result = ControlFlow<()>;

    fn span(&self) -> Span {
        DUMMY_SP
    }

    fn config(&self) -> InspectConfig {
        InspectConfig { max_depth: 32 }
    }

    fn on_recursion_limit(&mut self) -> ControlFlow<()> {
        ControlFlow::Break(())
    }

    fn visit_goal(&mut self, goal: &InspectGoal<'_, 'tcx>) -> ControlFlow<()> {
        if goal.result().is_ok() {
            return ControlFlow::Continue(());
        }
        if goal.depth() == 0 {
            self.is_of_root = true;
        }
        let predicate = goal.goal().predicate;
        let is_of_types = matches!(
            predicate.kind().skip_binder(),
            ty::PredicateKind::Clause(ty::ClauseKind::Trait(_) | ty::ClauseKind::WellFormed(_))
        );
        if !is_of_types || predicate.has_aliases() {
            return ControlFlow::Break(());
        }
        for candidate in goal.candidates() {
            candidate.visit_nested_in_probe(self)?;
        }
        ControlFlow::Continue(())
    }
}
