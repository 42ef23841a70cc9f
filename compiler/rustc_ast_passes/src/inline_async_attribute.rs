//! `#[inline_async]`, the second spelling of `inline async fn`, for tools that know no such keyword.
//!
//! ```ignore (illustrative)
//! #[inline_async]             trait Read {
//! trait Read {           =>       inline async fn read(&mut self);
//!     async fn read(&mut self);
//!                                 async fn check(&self)
//!     async fn check(&self)       where
//!     where                           Self: Sized;
//!         Self: Sized;        }
//! }
//! ```
//!
//! The attribute is inert, so that it needs no `use`, and stays where it is. What it means is written
//! into the headers of the methods here: after expansion, since `cfg_attr` and macros can make it,
//! and before validation, so that all that comes later sees what the keyword would have made.

use rustc_ast::mut_visit::{self, MutVisitor};
use rustc_ast::{AssocItemKind, Attribute, Crate, Expr, Item, ItemKind, Trait, inline_async};
use rustc_data_structures::stack::ensure_sufficient_stack;
use rustc_errors::LintBuffer;
use rustc_feature::Features;
use rustc_session::Session;
use rustc_session::lint::builtin::UNUSED_ATTRIBUTES;
use rustc_span::sym;

use crate::errors::inline_async::InlineAsyncRedundant;

/// Makes `inline` what an attribute says to be so.
pub fn declare_methods(
    sess: &Session,
    features: &Features,
    krate: &mut Crate,
    lint_buffer: &mut LintBuffer,
) {
    // In a crate without the feature, a macro that is allowed to use it may have written attributes.
    // Name resolution has taken note of them.
    let is_used = features.inline_async_fn()
        || sess.psess.gated_spans.spans.borrow().contains_key(&sym::inline_async_fn);
    if is_used {
        DeclareMethods { features, lint_buffer }.visit_crate(krate);
    }
}

struct DeclareMethods<'a> {
    features: &'a Features,
    lint_buffer: &'a mut LintBuffer,
}

impl DeclareMethods<'_> {
    fn is_meant(&self, attr: &Attribute) -> bool {
        attr.has_name(sym::inline_async)
            && (self.features.inline_async_fn() || attr.span.allows_unstable(sym::inline_async_fn))
    }

    /// Warns of attributes of methods that say nothing else than what makes the method `inline`
    /// already.
    fn check_redundant(&mut self, attrs: &[Attribute], def: &Trait) {
        let of_trait = attrs.iter().find(|attr| self.is_meant(attr));
        for item in &def.items {
            let AssocItemKind::Fn(fun) = &item.kind else { continue };
            let Some(attr) = item.attrs.iter().find(|attr| self.is_meant(attr) && attr.is_word())
            else {
                continue;
            };
            let reason = match fun.sig.header.inline {
                Some(inline) if inline.is_keyword() => Some(inline.span()),
                _ => of_trait.map(|attr| attr.span),
            };
            if let Some(reason) = reason {
                let lint = InlineAsyncRedundant { attr_span: attr.span, reason };
                self.lint_buffer.buffer_lint(UNUSED_ATTRIBUTES, item.id, attr.span, lint);
            }
        }
    }
}

impl MutVisitor for DeclareMethods<'_> {
    fn visit_item(&mut self, item: &mut Item) {
        if let ItemKind::Trait(def) = &mut item.kind {
            self.check_redundant(&item.attrs, def);
            inline_async::declare_methods(&item.attrs, def, |attr| self.is_meant(attr));
        }
        mut_visit::walk_item(self, item);
    }

    fn visit_expr(&mut self, expr: &mut Expr) {
        ensure_sufficient_stack(|| mut_visit::walk_expr(self, expr));
    }
}
