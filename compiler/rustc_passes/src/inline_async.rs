//! `#[inline_async]` is about `async fn` methods: there must be some.

use rustc_hir::attrs::InlineAsyncAttr;
use rustc_hir::def_id::LocalDefId;
use rustc_hir::{MethodKind, Target};
use rustc_middle::ty::{Asyncness, TyCtxt};
use rustc_span::Span;

use crate::errors;

pub(crate) fn check_attribute(
    tcx: TyCtxt<'_>,
    attr: InlineAsyncAttr,
    attr_span: Span,
    def_id: LocalDefId,
    target: Target,
) {
    let attribute = match attr {
        InlineAsyncAttr::Plain => "#[inline_async]",
        InlineAsyncAttr::Send => "#[inline_async(send)]",
        InlineAsyncAttr::Local => "#[inline_async(local)]",
    };
    let span = tcx.def_span(def_id);
    match target {
        Target::Trait if tcx.own_inline_async_methods(def_id.to_def_id()).next().is_none() => {
            tcx.dcx().emit_err(errors::InlineAsyncOnTrait { attr_span, attribute, span });
        }
        Target::Method(MethodKind::Trait { .. })
            if tcx.trait_of_assoc(def_id.to_def_id()).is_some()
                && tcx.asyncness(def_id) != Asyncness::Inline =>
        {
            tcx.dcx().emit_err(errors::InlineAsyncOnMethod { attr_span, attribute, span });
        }
        // Elsewhere the attribute is refused as such.
        _ => {}
    }
}
