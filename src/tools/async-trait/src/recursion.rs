//! The body of an impl that calls its own method, as in `self.visit(next).await`. Its future would hold
//! one of its own type, so that call is boxed, as every call was.
//!
//! Tokens do not tell the method from another one of that name, of the type itself say, to which an
//! impl hands on: that call is boxed too.

use proc_macro2::Ident;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprAwait, Item, parse_quote};

pub fn box_calls_of(name: &Ident, body: &mut Block) {
    Recursion { name }.visit_block_mut(body);
}

struct Recursion<'a> {
    name: &'a Ident,
}

impl Recursion<'_> {
    /// `self.name(..)`, or `Self::name(..)`.
    fn is_call(&self, expr: &Expr) -> bool {
        match expr {
            Expr::MethodCall(call) => {
                call.method == *self.name
                    && matches!(&*call.receiver, Expr::Path(path) if path.path.is_ident("self"))
            }
            Expr::Call(call) => {
                let Expr::Path(function) = &*call.func else { return false };
                let names: Vec<_> = function.path.segments.iter().map(|it| &it.ident).collect();
                matches!(names[..], [of, name] if *of == "Self" && name == self.name)
            }
            _ => false,
        }
    }
}

impl VisitMut for Recursion<'_> {
    fn visit_expr_await_mut(&mut self, expr: &mut ExprAwait) {
        visit_mut::visit_expr_await_mut(self, expr);
        if self.is_call(&expr.base) {
            let call = &expr.base;
            *expr.base = parse_quote!(Box::pin(::core::future::IntoFuture::into_future(#call)));
        }
    }

    // These have a `self` of their own.
    fn visit_item_mut(&mut self, _: &mut Item) {}
}
