//! What error messages say where a future of an `inline async fn` must be `Send` and is not.

use std::iter;

use rustc_errors::{Applicability, Diag, EmissionGuarantee, ErrorGuaranteed};
use rustc_hir::def_id::{DefId, LocalDefId};
use rustc_hir::{LangItem, find_attr};
use rustc_infer::infer::InferCtxt;
use rustc_infer::traits::{ObligationCauseCode, PredicateObligation};
use rustc_middle::traits::query::type_op::ProvePredicate;
use rustc_middle::ty::{self, Ty, TyCtxt, elaborate};
use rustc_span::{DUMMY_SP, sym};

use crate::error_reporting::TypeErrCtxt;
use crate::traits::inline_async::futures_to_be_sent;

/// Explains where the bound comes from: it is written nowhere. What is not satisfied can also be a
/// `where` clause of the method, without which there is no future to be `Send`.
pub(super) fn note_future_must_be_send<'tcx, G: EmissionGuarantee>(
    tcx: TyCtxt<'tcx>,
    err: &mut Diag<'_, G>,
    method: DefId,
    object: Ty<'tcx>,
    unsatisfied: ty::Predicate<'tcx>,
) {
    let trait_name = tcx.item_name(tcx.parent(method));
    let method_name = tcx.item_name(method);
    let is_clause_of_method = unsatisfied.as_trait_clause().is_some_and(|unsatisfied| {
        let of_same_trait = |clause: ty::Clause<'tcx>| {
            clause.as_trait_clause().is_some_and(|clause| clause.def_id() == unsatisfied.def_id())
        };
        !tcx.is_diagnostic_item(sym::Send, unsatisfied.def_id())
            && tcx.predicates_of(method).predicates.iter().any(|&(clause, _)| of_same_trait(clause))
    });
    let (so, way) = if is_clause_of_method {
        (
            "so the future of this `inline async fn` must be `Send`, and there is none unless its \
             `where` clauses hold",
            format!("make sure that the `where` clauses of `{method_name}` hold"),
        )
    } else {
        (
            "so the future of this `inline async fn` must be `Send`",
            format!("make the future of `{method_name}` `Send`"),
        )
    };
    err.span_note(
        tcx.def_span(method),
        format!(
            "calls of `{trait_name}::{method_name}` on the trait object `{object}` can be sent \
             between threads, {so}",
        ),
    );
    err.help(match without_auto_traits(tcx, object) {
        Some(object) => format!("{way}, or make a `{object}`, whose calls stay on one thread"),
        None => format!("{way}: every `{object}` is `Send`, since its trait requires that"),
    });
}

/// Explains where the bound comes from if it is for its lifetimes that a future is not `Send`, which
/// borrow checking finds.
pub fn note_lifetimes_of_future<'tcx, G: EmissionGuarantee>(
    infcx: &InferCtxt<'tcx>,
    err: &mut Diag<'_, G>,
    ty::ParamEnvAnd { param_env, value: ProvePredicate { predicate } }: ty::ParamEnvAnd<
        'tcx,
        ProvePredicate<'tcx>,
    >,
) {
    let Some((source, object)) = object_made(infcx.tcx, predicate) else { return };
    let futures = futures_to_be_sent(infcx, DUMMY_SP, param_env, source, object);
    if let [(method, unsatisfied), ..] = futures[..] {
        note_future_must_be_send(infcx.tcx, err, method, object, unsatisfied);
    }
}

/// Suggests `#[inline_async(send)]` where generic code wants the future of a method to be `Send`.
pub(super) fn suggest_attribute(
    tcx: TyCtxt<'_>,
    err: &mut Diag<'_>,
    method: LocalDefId,
    auto_trait: DefId,
) {
    let span = tcx.def_span(method);
    if !tcx.is_diagnostic_item(sym::Send, auto_trait) || span.from_expansion() {
        return;
    }
    let message = format!(
        "`Send` can be made part of what all implementations of `{}` promise",
        tcx.def_path_str(method),
    );
    let (span, attribute) = match find_attr!(tcx, method, InlineAsync(_, span) => *span) {
        Some(attribute) => (attribute, "#[inline_async(send)]".to_owned()),
        None => {
            let indentation = tcx.sess.source_map().indentation_before(span).unwrap_or_default();
            (span.shrink_to_lo(), format!("#[inline_async(send)]\n{indentation}"))
        }
    };
    err.span_suggestion_verbose(span, message, attribute, Applicability::MaybeIncorrect);
}

/// The object type without `Send` and `Sync`, if that makes it one that is not `Send`.
fn without_auto_traits<'tcx>(tcx: TyCtxt<'tcx>, object: Ty<'tcx>) -> Option<Ty<'tcx>> {
    let ty::Dynamic(bounds, region) = *object.kind() else { return None };
    let is_send_or_sync = |def_id| {
        tcx.is_diagnostic_item(sym::Send, def_id) || tcx.is_lang_item(def_id, LangItem::Sync)
    };
    let requires_send = bounds.principal_def_id().is_some_and(|principal| {
        elaborate::supertrait_def_ids(tcx, principal)
            .any(|supertrait| tcx.is_diagnostic_item(sym::Send, supertrait))
    });
    let remaining = bounds.iter().filter(|bound| match bound.skip_binder() {
        ty::ExistentialPredicate::AutoTrait(def_id) => !is_send_or_sync(def_id),
        _ => true,
    });
    let remaining = tcx.mk_poly_existential_predicates_from_iter(remaining);
    (!requires_send && remaining.len() < bounds.len())
        .then(|| Ty::new_dynamic(tcx, remaining, region))
}

impl<'tcx> TypeErrCtxt<'_, 'tcx> {
    /// Whether the future is `Send` cannot be said in the body of the method itself, and of the
    /// other methods whose types are settled together with it.
    pub(super) fn report_object_in_own_method(
        &self,
        obligation: &PredicateObligation<'tcx>,
    ) -> Option<ErrorGuaranteed> {
        let tcx = self.tcx;
        let (method, object) =
            future_in_cause(obligation.cause.code()).or_else(|| self.own_future(obligation))?;
        let object = self.resolve_vars_if_possible(object);
        let method_name = tcx.item_name(method);
        let mut err = self.dcx().struct_span_err(
            obligation.cause.span,
            format!(
                "cannot make a `{object}` here, in the body that the future of `{method_name}` is \
                 made of"
            ),
        );
        err.span_label(
            obligation.cause.span,
            format!("this coercion asks whether the future of `{method_name}` is `Send`"),
        );
        err.note("that is not known before the body of the method has been type-checked");
        err.help("make the object in a function that is not `async`, and call that function here");
        Some(err.emit())
    }

    /// The same for the new solver, to which the question is an overflow, and which does not tell
    /// what of the coercion overflows.
    fn own_future(&self, obligation: &PredicateObligation<'tcx>) -> Option<(DefId, Ty<'tcx>)> {
        let tcx = self.tcx;
        let (source, object) =
            object_made(tcx, self.resolve_vars_if_possible(obligation.predicate))?;
        let body = tcx.typeck_root_def_id(obligation.cause.body_id.to_def_id());
        let own_method = tcx.trait_item_of(body)?;
        futures_to_be_sent(self.infcx, obligation.cause.span, obligation.param_env, source, object)
            .iter()
            .any(|&(method, _)| method == own_method)
            .then_some((own_method, object))
    }
}

/// What is made an object, and the type of the object, by what `coercion` asks for.
fn object_made<'tcx>(
    tcx: TyCtxt<'tcx>,
    coercion: ty::Predicate<'tcx>,
) -> Option<(Ty<'tcx>, Ty<'tcx>)> {
    let coercion = coercion.as_trait_clause()?;
    let is_coercion = [LangItem::Unsize, LangItem::CoerceUnsized]
        .iter()
        .any(|&item| tcx.is_lang_item(coercion.def_id(), item));
    if !is_coercion {
        return None;
    }
    let coercion = coercion.skip_binder().trait_ref;
    let target = coercion.args.type_at(1);
    iter::zip(coercion.self_ty().walk(), target.walk())
        .filter_map(|(source, target)| Some((source.as_type()?, target.as_type()?)))
        .find(|(_, target)| target.is_trait())
}

/// The method whose future is asked for, and the object that is made.
fn future_in_cause<'tcx>(mut code: &ObligationCauseCode<'tcx>) -> Option<(DefId, Ty<'tcx>)> {
    loop {
        match code {
            ObligationCauseCode::InlineAsyncFuture { method, object, .. } => {
                return Some((*method, *object));
            }
            _ => code = code.parent()?,
        }
    }
}
