//! What error messages say where a future of an `inline async fn` must be `Send` and is not.

use rustc_errors::{Diag, EmissionGuarantee, ErrorGuaranteed};
use rustc_hir::def_id::DefId;
use rustc_infer::traits::{ObligationCauseCode, PredicateObligation};
use rustc_middle::ty::{Ty, TyCtxt};

use crate::error_reporting::TypeErrCtxt;

/// Explains where the bound comes from: it is written nowhere.
pub(super) fn note_future_must_be_send<G: EmissionGuarantee>(
    tcx: TyCtxt<'_>,
    err: &mut Diag<'_, G>,
    method: DefId,
    object: Ty<'_>,
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
    err.help(format!(
        "make the future of `{method_name}` `Send`, or make an object whose calls stay on one \
         thread, `dyn {trait_name}` without `Send` and `Sync`"
    ));
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
