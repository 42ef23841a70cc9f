//! Names that are there for those who use `inline async fn`, and for nobody else: `#[inline_async]`,
//! and in suggestions what the library has for it.

use rustc_hir::def_id::DefId;
use rustc_middle::ty::TyCtxt;
use rustc_span::{Span, Symbol, sym};

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

/// Whether the built-in attribute `name` is known where `span` is. In a crate without the feature
/// `#[inline_async]` is somebody else's name, but in what a macro makes that is allowed to use it.
pub(crate) fn is_attribute_known(tcx: TyCtxt<'_>, name: Symbol, span: Span) -> bool {
    if name != sym::inline_async || tcx.features().inline_async_fn() {
        return true;
    }
    let is_allowed = span.allows_unstable(sym::inline_async_fn);
    if is_allowed {
        // What the attributes mean is looked at only in crates that use the feature.
        tcx.sess.psess.gated_spans.gate(sym::inline_async_fn, span);
    }
    is_allowed
}
