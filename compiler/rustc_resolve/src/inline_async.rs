//! What the library has for `inline async fn` is suggested to those who use it, and to nobody else.

use rustc_hir::def_id::DefId;
use rustc_middle::ty::TyCtxt;
use rustc_span::sym;

use crate::diagnostics::ImportSuggestion;

pub(crate) fn hide_from_others(tcx: TyCtxt<'_>, suggestions: &mut Vec<ImportSuggestion>) {
    let features = tcx.features();
    if features.inline_async_fn() || features.enabled(sym::inline_async) {
        return;
    }
    let is_ours = |did: DefId| {
        !did.is_local()
            && tcx.lookup_stability(did).is_some_and(|stability| {
                matches!(stability.feature, sym::inline_async | sym::inline_async_internals)
            })
    };
    suggestions.retain(|suggestion| !suggestion.did.is_some_and(is_ours));
}
