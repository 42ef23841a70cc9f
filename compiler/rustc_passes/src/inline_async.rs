//! `#[inline_async(send)]` is about the futures of `inline async fn` methods: there must be some.

use rustc_hir::def_id::LocalDefId;
use rustc_hir::{MethodKind, Target};
use rustc_middle::ty::{Asyncness, TyCtxt};
use rustc_span::Span;

use crate::errors;

pub(crate) fn check_send(tcx: TyCtxt<'_>, attr_span: Span, def_id: LocalDefId, target: Target) {
    if !tcx.features().inline_async_fn() {
        // The attribute's gate says so.
        return;
    }
    let span = tcx.def_span(def_id);
    match target {
        Target::Trait if tcx.own_inline_async_methods(def_id.to_def_id()).next().is_none() => {
            tcx.dcx().emit_err(errors::InlineAsyncSendTrait { attr_span, span });
        }
        Target::Method(MethodKind::Trait { .. })
            if tcx.trait_of_assoc(def_id.to_def_id()).is_some()
                && tcx.asyncness(def_id) != Asyncness::Inline =>
        {
            tcx.dcx().emit_err(errors::InlineAsyncSendMethod { attr_span, span });
        }
        // Elsewhere the attribute is refused as such.
        _ => {}
    }
}
