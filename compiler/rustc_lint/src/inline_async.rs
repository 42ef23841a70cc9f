//! Calls of `inline async fn`s on trait objects that nobody gives a place.

use rustc_hir::def::{DefKind, Res};
use rustc_hir::def_id::DefId;
use rustc_hir::{Expr, ExprKind, LangItem, LetStmt};
use rustc_macros::Diagnostic;
use rustc_middle::ty::{self, Ty};
use rustc_session::{declare_lint, declare_lint_pass};
use rustc_span::{Span, sym};

use crate::{LateContext, LateLintPass};

declare_lint! {
    /// The `implicit_async_allocation` lint detects calls of `inline async fn`s on trait objects
    /// that are awaited without a place and so may use the program's allocator.
    ///
    /// ### Example
    ///
    /// ```rust,edition2024
    /// #![feature(inline_async_fn)]
    /// #![warn(implicit_async_allocation)]
    ///
    /// trait Read {
    ///     inline async fn read(&mut self, buf: &mut [u8]) -> usize;
    /// }
    ///
    /// async fn fill(reader: &mut dyn Read, buf: &mut [u8]) -> usize {
    ///     reader.read(buf).await
    /// }
    /// # fn main() {}
    /// ```
    ///
    /// {{produces}}
    ///
    /// ### Explanation
    ///
    /// A call on a trait object that is awaited as it is finds room for the implementation's
    /// future by itself: six words inside of the call if they are enough, otherwise memory from the
    /// scope that it is polled in or from the program's allocator, and a panic where there is
    /// neither. How much room is needed depends on the implementation, so that it is not known where
    /// the call is made.
    ///
    /// Programs without an allocator, and code that is called often, can deny this lint and give
    /// every call a place: with `InlineCall::in_place`, or by binding the object to a place for all
    /// calls with `Placed` or `HeapPlaced`. Or they run the code in a scope, with `within`, which
    /// has memory for all calls in it; the lint looks at code, not at scopes.
    ///
    /// The lint sees calls that are awaited, pinned with `pin!`, or handed to a function, which
    /// may poll them. It does not see calls that are returned from a function as an `impl Future`
    /// or are stored in a data structure, nor calls in generic code that is used with a trait
    /// object. It also warns where the object is known to need no more than six words, as that of
    /// a reference to a binding.
    pub IMPLICIT_ASYNC_ALLOCATION,
    Allow,
    "calls on trait objects that are awaited without a place and may allocate",
    @feature_gate = inline_async_fn;
}

declare_lint_pass!(ImplicitAsyncAllocation => [IMPLICIT_ASYNC_ALLOCATION]);

#[derive(Diagnostic)]
#[diag("this call on `{$receiver}` may allocate")]
#[note("the implementation's future is allocated if it does not fit the six words in the call")]
#[help(
    "give the call a place with `.in_place(..)`, bind the object to one with `Placed`, or run the \
     code in a scope with `within`"
)]
struct CallWithoutPlace<'tcx> {
    #[label("{$how} without a place")]
    span: Span,
    receiver: Ty<'tcx>,
    how: &'static str,
}

impl<'tcx> LateLintPass<'tcx> for ImplicitAsyncAllocation {
    fn check_expr(&mut self, cx: &LateContext<'tcx>, expr: &'tcx Expr<'tcx>) {
        let (callee, receiver, arguments) = match expr.kind {
            ExprKind::Call(callee, arguments) => (callee_of_call(cx, callee), None, arguments),
            ExprKind::MethodCall(_, receiver, arguments, _) => {
                let callee = cx.typeck_results().type_dependent_def_id(expr.hir_id);
                (callee.map(Callee::Function), Some(receiver), arguments)
            }
            _ => return,
        };
        let how = match callee {
            // A macro that stores a call is one like `join!`, which is going to poll it.
            Some(Callee::Constructor) if !expr.span.from_expansion() => return,
            Some(Callee::Constructor) => "handed over",
            Some(Callee::Function(def_id)) => match cx.tcx.get_diagnostic_name(def_id) {
                Some(sym::inline_call_in_place | sym::mem_drop | sym::mem_forget) => return,
                _ if cx.tcx.is_lang_item(def_id, LangItem::IntoFutureIntoFuture) => "awaited",
                _ => "handed over",
            },
            None => "handed over",
        };
        for argument in receiver.into_iter().chain(arguments) {
            check_value(cx, argument, how);
        }
    }

    fn check_local(&mut self, cx: &LateContext<'tcx>, local: &'tcx LetStmt<'tcx>) {
        let is_pin = local
            .span
            .ctxt()
            .outer_expn_data()
            .macro_def_id
            .is_some_and(|def_id| cx.tcx.is_diagnostic_item(sym::pin_macro, def_id));
        if is_pin && let Some(value) = local.init {
            check_value(cx, value, "pinned");
        }
    }
}

enum Callee {
    Function(DefId),
    /// The value is stored, and whatever is done with the whole is not seen.
    Constructor,
}

fn callee_of_call(cx: &LateContext<'_>, callee: &Expr<'_>) -> Option<Callee> {
    let ExprKind::Path(path) = &callee.kind else { return None };
    match cx.qpath_res(path, callee.hir_id) {
        Res::Def(DefKind::Ctor(..), _) | Res::SelfCtor(_) => Some(Callee::Constructor),
        Res::Def(_, def_id) => Some(Callee::Function(def_id)),
        _ => None,
    }
}

/// Lints if `value` is a call on a trait object, used up by what `how` says.
fn check_value<'tcx>(cx: &LateContext<'tcx>, value: &Expr<'_>, how: &'static str) {
    let ty::Adt(adt, args) = *cx.typeck_results().expr_ty_adjusted(value).kind() else { return };
    if cx.tcx.is_lang_item(adt.did(), LangItem::InlineCall) {
        cx.tcx.emit_node_span_lint(
            IMPLICIT_ASYNC_ALLOCATION,
            value.hir_id,
            value.span,
            CallWithoutPlace { span: value.span, receiver: args.type_at(0), how },
        );
    }
}
