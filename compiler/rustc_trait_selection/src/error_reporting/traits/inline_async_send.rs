//! What error messages say where a future of an `inline async fn` must be `Send` and is not.

use rustc_errors::{Applicability, Diag, EmissionGuarantee, ErrorGuaranteed};
use rustc_hir::LangItem;
use rustc_hir::def_id::{DefId, LocalDefId};
use rustc_infer::traits::{ObligationCauseCode, PredicateObligation};
use rustc_middle::ty::{self, Ty, TyCtxt, elaborate};
use rustc_span::sym;

use crate::error_reporting::TypeErrCtxt;

/// Explains where the bound comes from: it is written nowhere.
pub(super) fn note_future_must_be_send<'tcx, G: EmissionGuarantee>(
    tcx: TyCtxt<'tcx>,
    err: &mut Diag<'_, G>,
    method: DefId,
    object: Ty<'tcx>,
) {
    let trait_name = tcx.item_name(tcx.parent(method));
    let method_name = tcx.item_name(method);
    err.span_note(
        tcx.def_span(method),
        format!(
            "calls of `{trait_name}::{method_name}` on the trait object `{object}` can be sent \
             between threads, so the future of this `inline async fn` must be `Send`"
        ),
    );
    err.help(match without_auto_traits(tcx, object) {
        Some(object) => format!(
            "make the future of `{method_name}` `Send`, or make a `{object}`, whose calls stay on \
             one thread"
        ),
        None => format!(
            "make the future of `{method_name}` `Send`: every `{object}` is `Send`, since its trait \
             requires that"
        ),
    });
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
    let indentation = tcx.sess.source_map().indentation_before(span).unwrap_or_default();
    err.span_suggestion_verbose(
        span.shrink_to_lo(),
        format!(
            "`Send` can be made part of what all implementations of `{}` promise",
            tcx.def_path_str(method),
        ),
        format!("#[inline_async(send)]\n{indentation}"),
        Applicability::MaybeIncorrect,
    );
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
        let mut code = obligation.cause.code();
        let (method, object) = loop {
            match code {
                ObligationCauseCode::InlineAsyncFuture { method, object, .. } => {
                    break (*method, *object);
                }
                _ => code = code.parent()?,
            }
        };
        let tcx = self.tcx;
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
}
