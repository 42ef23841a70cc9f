//! Names that are there for those who use `inline async fn`, and for nobody else: `#[inline_async]`,
//! and in suggestions what the library has for it.

use rustc_ast as ast;
use rustc_ast::visit::{self, Visitor};
use rustc_ast_pretty::pprust;
use rustc_errors::ErrorGuaranteed;
use rustc_hir::def::{DefKind, Res};
use rustc_hir::def_id::DefId;
use rustc_middle::ty::TyCtxt;
use rustc_span::{Span, Symbol, sym};

use crate::diagnostics::ImportSuggestion;
use crate::late::DiagMetadata;
use crate::{ResolutionError, Resolver};

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

/// Reports that a parameter stands at `span` in a constant that may not use it. Where it is to say
/// for which machine a place is made, names the place that needs no constant.
pub(crate) fn report_in_constant<'ra, 'tcx>(
    resolver: &mut Resolver<'ra, 'tcx>,
    span: Span,
    error: ResolutionError<'ra>,
    diag_metadata: Option<&DiagMetadata<'_>>,
) -> ErrorGuaranteed {
    let machine = diag_metadata
        .and_then(|metadata| metadata.current_item)
        .filter(|_| resolver.tcx.features().enabled(sym::inline_async))
        .and_then(|item| {
            let mut finder = FindLayoutFor { resolver: &*resolver, span, machine: None };
            finder.visit_item(item);
            finder.machine
        });
    let mut err = resolver.into_struct_error(span, error);
    if let Some(machine) = machine {
        err.help(format!(
            "`PlaceFor<{machine}>` is a place that has this layout, and can be used with generic \
             parameters"
        ));
    }
    err.emit()
}

/// Looks for the `layout_for::<T, dyn Tr>` in which `span` is, and writes `T, dyn Tr`.
struct FindLayoutFor<'a, 'ra, 'tcx> {
    resolver: &'a Resolver<'ra, 'tcx>,
    span: Span,
    machine: Option<String>,
}

impl FindLayoutFor<'_, '_, '_> {
    fn is_layout_for(&self, expr: &ast::Expr) -> bool {
        let tcx = self.resolver.tcx;
        let res = self.resolver.partial_res_map.get(&expr.id).and_then(|res| res.full_res());
        matches!(
            res,
            Some(Res::Def(DefKind::Fn, did))
                if tcx.item_name(did).as_str() == "layout_for"
                    && tcx
                        .lookup_stability(did)
                        .is_some_and(|stability| stability.feature == sym::inline_async)
        )
    }
}

impl<'ast> Visitor<'ast> for FindLayoutFor<'_, '_, '_> {
    fn visit_expr(&mut self, expr: &'ast ast::Expr) {
        if let ast::ExprKind::Path(None, path) = &expr.kind
            && let Some(args) = path.segments.last().and_then(|segment| segment.args.as_deref())
            && args.span().contains(self.span)
            && let ast::GenericArgs::AngleBracketed(args) = args
            && self.is_layout_for(expr)
        {
            let args = args.args.iter().filter_map(|arg| match arg {
                ast::AngleBracketedArg::Arg(ast::GenericArg::Type(ty)) => {
                    Some(pprust::ty_to_string(ty))
                }
                _ => None,
            });
            self.machine = Some(args.collect::<Vec<_>>().join(", "));
        }
        visit::walk_expr(self, expr);
    }
}
