//! What the syntax alone says to be wrong with an `inline async fn`.
//!
//! The rules that need types (receivers that cannot be dispatched, `Self` in the signature,
//! `where Self: Sized`) are checked in `rustc_hir_analysis`. In an impl only the place and the
//! kind of function are checked here: the rest of the signature must agree with the trait's.

use rustc_ast::visit::{self, AssocCtxt, FnCtxt, Visitor};
use rustc_ast::{AnonConst, CoroutineKind, Fn, FnRetTy, GenericParamKind, Ty, TyKind};
use rustc_session::Session;
use rustc_span::Span;

use crate::errors::inline_async as errors;

/// Reports what is wrong with `fun` as an `inline async fn`, if it is one.
pub(crate) fn check_fn(sess: &Session, ctxt: FnCtxt, fun: &Fn) {
    let header = &fun.sig.header;
    let (Some(inline), Some(coroutine_kind)) = (header.inline, header.coroutine_kind) else {
        return;
    };
    // `async` need not come next, or at all after it, where the parser has recovered from a wrong
    // order.
    let removal = sess.source_map().span_extend_while_whitespace(inline);

    if !matches!(coroutine_kind, CoroutineKind::Async { .. }) {
        sess.dcx().emit_err(errors::InlineAsyncGen {
            span: inline,
            coroutine_span: coroutine_kind.span(),
            coroutine_kind: coroutine_kind.as_str(),
            removal,
        });
        return;
    }

    let function = match ctxt {
        FnCtxt::Assoc(AssocCtxt::Trait) => {
            check_trait_method(sess, inline, fun);
            return;
        }
        FnCtxt::Assoc(AssocCtxt::Impl { of_trait: true }) => return,
        FnCtxt::Assoc(AssocCtxt::Impl { of_trait: false }) => "an inherent method",
        FnCtxt::Free => "a free function",
        FnCtxt::Foreign => "a function in an `extern` block",
    };
    sess.dcx().emit_err(errors::InlineAsyncOutsideTrait { span: inline, function, removal });
}

fn check_trait_method(sess: &Session, inline: Span, fun: &Fn) {
    for param in &fun.generics.params {
        let kind = match param.kind {
            GenericParamKind::Lifetime => continue,
            GenericParamKind::Type { .. } => "type",
            GenericParamKind::Const { .. } => "const",
        };
        sess.dcx().emit_err(errors::InlineAsyncGenericParam {
            span: param.ident.span,
            kind,
            inline,
            trait_object: (kind == "type").then_some(()),
        });
    }

    let decl = &fun.sig.decl;
    for param in &decl.inputs {
        for span in impl_traits(&param.ty) {
            sess.dcx().emit_err(errors::InlineAsyncImplTraitArgument { span, inline });
        }
    }
    if let FnRetTy::Ty(output) = &decl.output {
        for span in impl_traits(output) {
            sess.dcx().emit_err(errors::InlineAsyncImplTraitOutput { span, inline });
        }
    }

    if !decl.has_self() {
        let after_name = fun.sig.span.with_lo(fun.generics.span.hi());
        sess.dcx().emit_err(errors::InlineAsyncNoReceiver {
            span: fun.ident.span,
            inline,
            insertion: match decl.inputs.first() {
                Some(param) => param.span.shrink_to_lo(),
                None => sess.source_map().span_through_char(after_name, '(').shrink_to_hi(),
            },
            receiver: if decl.inputs.is_empty() { "&self" } else { "&self, " },
        });
    }
}

/// The outermost `impl Trait`s in `ty`.
fn impl_traits(ty: &Ty) -> Vec<Span> {
    let mut finder = ImplTraitFinder { found: Vec::new() };
    finder.visit_ty(ty);
    finder.found
}

struct ImplTraitFinder {
    found: Vec<Span>,
}

impl<'a> Visitor<'a> for ImplTraitFinder {
    fn visit_ty(&mut self, ty: &'a Ty) {
        if let TyKind::ImplTrait(..) = ty.kind {
            self.found.push(ty.span);
        } else {
            visit::walk_ty(self, ty);
        }
    }

    // The items in an array's length are no part of the signature.
    fn visit_anon_const(&mut self, _: &'a AnonConst) {}
}
