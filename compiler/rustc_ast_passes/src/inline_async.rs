//! What the syntax alone says to be wrong with an `inline async fn`.
//!
//! The rules that need types (receivers that cannot be dispatched, `Self` in the signature,
//! `where Self: Sized`) are checked in `rustc_hir_analysis`. In an impl only the place and the
//! kind of function are checked here: the rest of the signature must agree with the trait's.

use std::str::FromStr;

use rustc_abi::ExternAbi;
use rustc_ast::visit::{self, AssocCtxt, FnCtxt, Visitor};
use rustc_ast::{
    AnonConst, CoroutineKind, Defaultness, Extern, Fn, FnRetTy, GenericParamKind, InlineAsync, Ty,
    TyKind,
};
use rustc_session::Session;
use rustc_span::{Span, kw};

use crate::errors::inline_async as errors;

/// Reports what is wrong with `fun` as an `inline async fn`, if it is one.
pub(crate) fn check_fn(sess: &Session, ctxt: FnCtxt, fun: &Fn) {
    let header = &fun.sig.header;
    let (Some(inline_async), Some(coroutine_kind)) = (header.inline, header.coroutine_kind) else {
        return;
    };
    let inline = inline_async.span();
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
            check_trait_method(sess, inline_async, removal, fun);
            return;
        }
        FnCtxt::Assoc(AssocCtxt::Impl { of_trait: true }) => return,
        FnCtxt::Assoc(AssocCtxt::Impl { of_trait: false }) => "an inherent method",
        FnCtxt::Free => "a free function",
        FnCtxt::Foreign => "a function in an `extern` block",
    };
    sess.dcx().emit_err(errors::InlineAsyncOutsideTrait { span: inline, function, removal });
}

fn check_trait_method(sess: &Session, inline_async: InlineAsync, removal: Span, fun: &Fn) {
    let inline = inline_async.span();
    let is_by_trait = matches!(inline_async, InlineAsync::TraitAttribute(_));
    let keep_off = || {
        let (insertion, bound) = where_self_sized(fun);
        is_by_trait.then_some(errors::InlineAsyncKeepOff { insertion, bound })
    };
    check_abi(sess, inline, fun);
    if let Defaultness::Final(span) = fun.defaultness {
        let removal = sess.source_map().span_extend_while_whitespace(span);
        sess.dcx().emit_err(errors::InlineAsyncFinal { span, inline, removal });
    }
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
            keep_off: keep_off(),
        });
    }

    let decl = &fun.sig.decl;
    for param in &decl.inputs {
        for span in impl_traits(&param.ty) {
            let keep_off = keep_off();
            sess.dcx().emit_err(errors::InlineAsyncImplTraitArgument { span, inline, keep_off });
        }
    }
    if let FnRetTy::Ty(output) = &decl.output {
        for span in impl_traits(output) {
            let keep_off = keep_off();
            sess.dcx().emit_err(errors::InlineAsyncImplTraitOutput { span, inline, keep_off });
        }
    }

    if !decl.has_self() {
        let way_out = if names_self(&decl.output) {
            let (insertion, bound) = where_self_sized(fun);
            if is_by_trait {
                errors::InlineAsyncNoReceiverWayOut::ConstructorInInlineTrait { insertion, bound }
            } else {
                errors::InlineAsyncNoReceiverWayOut::Constructor { removal, insertion, bound }
            }
        } else {
            let after_name = fun.sig.span.with_lo(fun.generics.span.hi());
            let (insertion, receiver) = match decl.inputs.first() {
                Some(param) => (param.span.shrink_to_lo(), "&self, "),
                None => {
                    let parenthesis = sess.source_map().span_through_char(after_name, '(');
                    (parenthesis.shrink_to_hi(), "&self")
                }
            };
            errors::InlineAsyncNoReceiverWayOut::Receiver { insertion, receiver }
        };
        let span = fun.ident.span;
        sess.dcx().emit_err(errors::InlineAsyncNoReceiver { span, inline, way_out });
    }
}

/// What is to be inserted, and where, to require `Self: Sized`.
fn where_self_sized(fun: &Fn) -> (Span, &'static str) {
    let where_clause = &fun.generics.where_clause;
    match where_clause.predicates.first() {
        Some(first) => (first.span.shrink_to_lo(), "Self: Sized, "),
        None if where_clause.has_where_token => (where_clause.span.shrink_to_hi(), " Self: Sized"),
        None => (where_clause.span.shrink_to_hi(), " where Self: Sized"),
    }
}

/// Refuses every ABI but those of which `tests/ui/inline-async/errors/abi-*` shows that the shims
/// can pass them on.
fn check_abi(sess: &Session, inline: Span, fun: &Fn) {
    let Extern::Explicit(name, qualifier) = fun.sig.header.ext else { return };
    // A name that is no ABI is reported elsewhere.
    let Ok(abi) = ExternAbi::from_str(name.symbol_unescaped.as_str()) else { return };
    match abi {
        ExternAbi::Rust
        | ExternAbi::RustCold
        | ExternAbi::RustPreserveNone
        | ExternAbi::C { .. }
        | ExternAbi::Cdecl { .. }
        | ExternAbi::System { .. }
        | ExternAbi::SysV64 { .. }
        | ExternAbi::Win64 { .. }
        | ExternAbi::EfiApi => return,
        ExternAbi::RustCall
        | ExternAbi::RustInvalid
        | ExternAbi::Unadjusted
        | ExternAbi::Custom
        | ExternAbi::Aapcs { .. }
        | ExternAbi::CmseNonSecureCall
        | ExternAbi::CmseNonSecureEntry
        | ExternAbi::GpuKernel
        | ExternAbi::PtxKernel
        | ExternAbi::AvrInterrupt
        | ExternAbi::AvrNonBlockingInterrupt
        | ExternAbi::Msp430Interrupt
        | ExternAbi::RiscvInterruptM
        | ExternAbi::RiscvInterruptS
        | ExternAbi::X86Interrupt
        | ExternAbi::Stdcall { .. }
        | ExternAbi::Fastcall { .. }
        | ExternAbi::Thiscall { .. }
        | ExternAbi::Vectorcall { .. } => {}
    }
    // What the target does not have is refused in every function.
    if !sess.target.is_abi_supported(abi) {
        return;
    }
    let removal = sess.source_map().span_extend_while_whitespace(qualifier);
    sess.dcx().emit_err(errors::InlineAsyncAbi { span: name.span, abi, inline, removal });
}

/// Whether `Self` stands in the output, alone or within other types.
fn names_self(output: &FnRetTy) -> bool {
    let mut finder = SelfFinder { is_found: false };
    visit::walk_fn_ret_ty(&mut finder, output);
    finder.is_found
}

struct SelfFinder {
    is_found: bool,
}

impl<'a> Visitor<'a> for SelfFinder {
    fn visit_ty(&mut self, ty: &'a Ty) {
        match &ty.kind {
            TyKind::Path(None, path) if *path == kw::SelfUpper => self.is_found = true,
            _ => visit::walk_ty(self, ty),
        }
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
