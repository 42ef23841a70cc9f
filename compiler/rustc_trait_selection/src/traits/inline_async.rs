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
//! Nothing is asked for a method of which the trait itself says that its futures are `Send`, since
//! that was checked where it is implemented; for one of which it says that its calls are `local`; for
//! one that is [`vacant`]; and for one that is exempt,
//! because no call of it can be sent anyway: its receiver or one of its arguments is not `Send`. That
//! must hold for *all* instantiations of the parameters in scope, in all crates. In
//!
//! ```ignore (illustrative)
//! fn make<X>() -> Box<dyn Handler<X> + Send> { Box::new(Holder) }
//! ```
//!
//! nothing is known of an argument of type `X`, but `make::<u32>()` gives an object whose calls are
//! `Send`. So what is not known can be `Send`, and [`can_be_send`] finds what is known.
//!
//! All of this is part of `T: Unsize<dyn Trait + Send>`, in both solvers and in every typing mode. As
//! more becomes known, a method can turn out to be exempt or vacant after all. Type checking errs on
//! the side of asking, then. Coherence must not: of two impls that it finds to be disjoint, one of
//! which stands under such a bound, no later answer may make both apply. Where the question can go
//! away, its answer there is that one does not know.

mod by_its_body;
mod can_be_send;
mod lifetimes;
mod vacant;

use rustc_hir::LangItem;
use rustc_hir::def_id::DefId;
use rustc_infer::infer::InferCtxt;
use rustc_infer::traits::{Obligation, PolyTraitObligation, PredicateObligations};
use rustc_middle::traits::{ObligationCause, ObligationCauseCode};
use rustc_middle::ty::{self, Ty, TyCtxt, TypeVisitableExt, TypingMode, Upcast, elaborate};
use rustc_span::{Span, sym};

pub use self::by_its_body::leave_what_is_left;
pub(super) use self::by_its_body::{believed, left_by_body};
pub(super) use self::can_be_send::call_can_be_sent;
pub(super) use self::vacant::clause_never_holds;

pub(super) fn has_inline_async_methods(tcx: TyCtxt<'_>, trait_def_id: DefId) -> bool {
    elaborate::supertrait_def_ids(tcx, trait_def_id)
        .any(|def_id| tcx.own_inline_async_methods(def_id).next().is_some())
}

/// What the coercion from the known type `source` to the object type `object` asks of the futures:
/// for each method that is neither declared to be `Send` or local, nor vacant, nor exempt, that its future is
/// `Send`. `try_as_dyn` makes an object that no type checker has seen, and asks for the same. Of what its
/// body proves only [what is left](by_its_body) is asked.
pub fn futures_to_be_sent<'tcx>(
    infcx: &InferCtxt<'tcx>,
    span: Span,
    param_env: ty::ParamEnv<'tcx>,
    source: Ty<'tcx>,
    object: Ty<'tcx>,
) -> Vec<(DefId, ty::Predicate<'tcx>)> {
    let tcx = infcx.tcx;
    let ty::Dynamic(predicates, region) = *object.kind() else { return vec![] };
    let Some(principal) = predicates.principal() else { return vec![] };
    if !tcx.has_inline_async_methods(principal.def_id()) {
        return vec![];
    }
    let Some(send) = tcx.get_diagnostic_item(sym::Send) else { return vec![] };
    let in_coherence = matches!(infcx.typing_mode(), TypingMode::Coherence);
    let (source, object) = infcx.resolve_vars_if_possible((source, object));
    let principal = infcx.resolve_vars_if_possible(principal.with_self_ty(tcx, source));
    let supertraits = || elaborate::supertraits(tcx, principal);

    let mut futures = vec![];
    for supertrait in supertraits() {
        for (method, opaque) in tcx.own_inline_async_methods(supertrait.def_id()) {
            if tcx.generics_of(method).own_requires_monomorphization() {
                // Refused where it is declared, and nothing can be asked of it for all arguments.
                continue;
            }
            if tcx.inline_async_is_local(method)
                || is_declared_send(tcx, supertraits(), supertrait, opaque, send)
                || vacant::is_vacant(infcx, supertrait, method)
            {
                continue;
            }
            let trait_args = tcx.instantiate_bound_regions_with_erased(supertrait).args;
            let on_object = std::iter::once(object.into()).chain(trait_args.iter().skip(1));
            let (call, is_known) =
                can_be_send::key_of_call(tcx, method, tcx.mk_args_from_iter(on_object));
            if !tcx.inline_async_call_can_be_sent(call) {
                continue;
            }
            // A future that is not `Send` for its lifetimes alone may be proved by its body once its
            // type is known. In the new solver no answer is final but an ambiguous one.
            let is_known = is_known && !principal.has_non_region_infer();
            let may_change =
                in_coherence && !(is_known && tcx.predicates_of(method).predicates.is_empty());
            if may_change || infcx.next_trait_solver() && source.has_non_region_infer() {
                futures.push((method, ty::PredicateKind::Ambiguous.upcast(tcx)));
                continue;
            }
            let clauses = vacant::clauses_of(tcx, supertrait, method);
            futures.extend(clauses.map(|clause| (method, clause.upcast(tcx))));
            for is_send in lifetimes::future_is_send(tcx, region, supertrait, method, send) {
                match by_its_body::what_is_left(infcx, span, param_env, is_send) {
                    Some(left) => futures.extend(left.into_iter().map(|left| (method, left))),
                    None => futures.push((method, is_send)),
                }
            }
        }
    }
    futures
}

/// Whether the trait says that the method's futures are `Send`: by an attribute, which is a bound on
/// its associated type, or by a `where` clause, which may be that of a subtrait.
fn is_declared_send<'tcx>(
    tcx: TyCtxt<'tcx>,
    mut traits: impl Iterator<Item = ty::PolyTraitRef<'tcx>>,
    of: ty::PolyTraitRef<'tcx>,
    opaque: DefId,
    send: DefId,
) -> bool {
    let asked_of = |clause: ty::Clause<'tcx>| {
        let clause = clause.as_trait_clause()?;
        let is_positive = clause.polarity() == ty::PredicatePolarity::Positive;
        (clause.def_id() == send && is_positive).then(|| clause.self_ty())
    };
    let bounds = tcx.explicit_item_bounds(opaque).skip_binder();
    if bounds.iter().any(|&(bound, _)| asked_of(bound).is_some()) {
        return true;
    }
    traits.any(|declaring| {
        let clauses = tcx.predicates_of(declaring.def_id()).predicates;
        clauses.iter().filter_map(|&(clause, _)| asked_of(clause)).any(|ty| {
            let ty::Alias(alias @ ty::AliasTy { kind: ty::Projection { def_id }, .. }) =
                *ty.skip_binder().kind()
            else {
                return false;
            };
            // What is said for one lifetime is not said for another.
            let trait_ref = alias.trait_ref(tcx);
            def_id == opaque
                && !trait_ref.has_escaping_bound_vars()
                && declaring.bound_vars() == of.bound_vars()
                && ty::EarlyBinder::bind(trait_ref).instantiate(tcx, declaring.skip_binder().args)
                    == of.skip_binder()
        })
    })
}

/// Adds to `nested` what the coercion `obligation` from `source` to `object` asks of the futures.
pub(super) fn require_send<'tcx>(
    infcx: &InferCtxt<'tcx>,
    obligation: &PolyTraitObligation<'tcx>,
    source: Ty<'tcx>,
    object: Ty<'tcx>,
    nested: &mut PredicateObligations<'tcx>,
) {
    let (span, param_env) = (obligation.cause.span, obligation.param_env);
    nested.extend(futures_to_be_sent(infcx, span, param_env, source, object).into_iter().map(
        |(method, predicate)| {
            Obligation::with_depth(
                infcx.tcx,
                with_future(&obligation.cause, method, object),
                obligation.recursion_depth + 1,
                param_env,
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
    param_env: ty::ParamEnv<'tcx>,
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
    // What is left of a question depends on what is known of its lifetimes, here and in the solver.
    let futures = futures_to_be_sent(infcx, cause.span, param_env, source, object);
    let &(method, _) = futures.get(index).or(futures.last())?;
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

/// Removes what the type of a call on an object does not ask for, from what the associated type `item`
/// does, of which it is one if that is the future of an inline async method: what the trait says of
/// `Self`, if it depends on whether calls are `Send`.
pub(super) fn retain_asked_by_call<'tcx>(
    tcx: TyCtxt<'tcx>,
    item: DefId,
    args: ty::GenericArgsRef<'tcx>,
    obligations: &mut PredicateObligations<'tcx>,
) {
    if tcx.inline_async_method_of_opaque(item).is_none() {
        return;
    }
    let of_trait = tcx.parent(item);
    obligations.retain(|obligation| {
        let is_of_trait = matches!(
            *obligation.cause.code(),
            ObligationCauseCode::WhereClause(origin, _) if origin == of_trait
        );
        let is_sent = obligation.predicate.as_trait_clause().is_some_and(|clause| {
            let trait_ref = clause.skip_binder().trait_ref;
            trait_ref.self_ty() == args.type_at(0) && tcx.is_object_with_calls_sent(trait_ref)
        });
        !is_of_trait || !is_sent
    });
}

/// Whether there may be objects whose principal trait is that of `principal`, although what the trait
/// asks of its object type does not hold. `dyn Trait: Trait` asks that calls be `Send` where the trait
/// declares it, which `dyn Trait` without `Send` does not keep; the object is there all the same, and
/// so are its other methods.
pub(super) fn may_have_objects<'tcx>(tcx: TyCtxt<'tcx>, principal: ty::TraitRef<'tcx>) -> bool {
    tcx.has_inline_async_methods(principal.def_id)
}
