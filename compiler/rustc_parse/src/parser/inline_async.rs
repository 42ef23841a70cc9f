//! The contextual keyword `inline` of `inline async fn`.
//!
//! `inline` is a keyword only among the qualifiers of a function, where an identifier can never
//! stand; everywhere else it is the name of an attribute, a macro, a variable or a function. It is
//! parsed in front of every `fn`, also where it is not allowed: AST validation says why.
//! What cannot be said in the AST (`inline` twice, in the wrong place, or with no `async`) is
//! reported here, and parsing goes on as if it had been written as the error suggests.
//!
//! All of this is for crates that name the feature in their attributes. In any other crate
//! `inline async fn` alone is recognized, for the sake of its feature gate: whatever else has
//! `inline` in it is no function there, and the error is the one for an identifier.

use std::sync::atomic::Ordering;

use rustc_ast::token::{self, Token};
use rustc_ast::util::case::Case;
use rustc_ast::{Attribute, CoroutineKind, MetaItemInner, Visibility, VisibilityKind};
use rustc_span::{Span, Symbol, kw, sym};

use super::Parser;
use crate::MACRO_ARGUMENTS;
use crate::errors::inline_async::{
    InlineAsyncAfterQualifiers, InlineAsyncAfterQualifiersSugg, InlineAsyncDuplicated,
    InlineAsyncMisplaced, InlineAsyncMisplacedSugg, InlineItem, InlineWithoutAsync,
    InlineWithoutAsyncSugg,
};

/// More qualifiers than a function can have, the duplicated ones that we recover from included.
const MAX_QUALIFIERS: usize = 8;

fn is_inline(token: &Token) -> bool {
    token.is_non_raw_ident_where(|ident| ident.name == sym::inline)
}

fn is_qualifier(token: &Token) -> bool {
    [kw::Async, kw::Const, kw::Extern, kw::Gen, kw::Safe, kw::Unsafe]
        .iter()
        .any(|&kw| token.is_keyword(kw))
        // The ABI of `extern "C"`.
        || matches!(token.kind, token::Literal(..))
}

/// Whether the arguments of `#![feature(..)]` or `#![cfg_attr(.., feature(..))]` name the feature.
fn names_feature(arguments: &[MetaItemInner]) -> bool {
    arguments.iter().any(|argument| {
        argument.has_name(sym::inline_async_fn)
            || argument.meta_item_list().is_some_and(names_feature)
    })
}

impl<'a> Parser<'a> {
    /// Takes note of the feature in the attributes of the crate, which is parsed from them on.
    ///
    /// Whether the feature is on is not known before the attributes are configured; errors about
    /// a word that only some configurations know may speak of it in all of them.
    pub(super) fn look_for_inline_async_feature(&self, attributes: &[Attribute]) {
        let is_named = attributes.iter().any(|attribute| {
            (attribute.has_name(sym::feature) || attribute.has_name(sym::cfg_attr))
                && attribute.meta_item_list().is_some_and(|arguments| names_feature(&arguments))
        });
        if is_named {
            self.psess.names_inline_async_fn.store(true, Ordering::Relaxed);
        }
    }

    fn names_inline_async_fn(&self) -> bool {
        self.psess.names_inline_async_fn.load(Ordering::Relaxed)
    }

    /// Is this `inline async fn`, with nothing but `unsafe` and `extern` in between?
    fn is_inline_async_fn(&self) -> bool {
        if !is_inline(&self.token) || !self.is_keyword_ahead(1, &[kw::Async]) {
            return false;
        }
        let mut dist = 2;
        while dist < MAX_QUALIFIERS
            && self.look_ahead(dist, |token| {
                [kw::Extern, kw::Safe, kw::Unsafe].iter().any(|&kw| token.is_keyword(kw))
                    || matches!(token.kind, token::Literal(..))
            })
        {
            dist += 1;
        }
        self.is_keyword_ahead(dist, &[kw::Fn])
    }

    /// Is this the beginning of a function that has `inline` among its qualifiers? No other item
    /// and no macro invocation begins in this way; for statements see
    /// [`Self::is_inline_fn_statement`].
    pub(super) fn is_inline_fn_front_matter(&self) -> bool {
        if !self.names_inline_async_fn() {
            return self.is_inline_async_fn();
        }
        let dist = self.qualifiers_ahead(0);
        self.look_ahead(dist, is_inline)
            && self.look_ahead(dist + 1, |token| {
                is_inline(token)
                    || is_qualifier(token) && !matches!(token.kind, token::Literal(..))
                    || token.is_keyword(kw::Fn)
                    || token.is_keyword(kw::Pub)
            })
    }

    /// Is this such a function where it is a statement?
    ///
    /// Not for a macro: a `stmt` among its arguments can be `inline`, and `async` what comes next.
    pub(super) fn is_inline_fn_statement(&self) -> bool {
        self.subparser_name != MACRO_ARGUMENTS && self.is_inline_fn_front_matter()
    }

    /// The distance of the first token, `dist` tokens ahead or later, that is no qualifier.
    fn qualifiers_ahead(&self, mut dist: usize) -> usize {
        while dist < MAX_QUALIFIERS && self.look_ahead(dist, is_qualifier) {
            dist += 1;
        }
        dist
    }

    /// Where an attribute of the function whose qualifiers begin here can be inserted.
    pub(super) fn fn_attribute_position(&self, vis: &Visibility) -> Span {
        let lo = if !matches!(vis.kind, VisibilityKind::Inherited) {
            vis.span
        } else if self.prev_token.is_keyword(kw::Default) || self.prev_token.is_keyword(kw::Final) {
            self.prev_token.span
        } else {
            self.token.span
        };
        lo.shrink_to_lo()
    }

    /// Parses `inline` where it belongs: after `const` and before `async`.
    ///
    /// Gives back nothing also where `inline` was there but the function is not `async`, which
    /// is reported.
    pub(super) fn parse_inline(&mut self, attribute_position: Span) -> Option<Span> {
        if !is_inline(&self.token) || !self.names_inline_async_fn() && !self.is_inline_async_fn() {
            return None;
        }
        let mut dist = 1;
        let mut is_coroutine = false;
        while dist < MAX_QUALIFIERS
            && self.look_ahead(dist, |token| is_qualifier(token) || is_inline(token))
        {
            is_coroutine |= self.look_ahead(dist, |token| {
                token.is_keyword(kw::Async)
                    || token.is_keyword(kw::Gen) && token.span.at_least_rust_2024()
            });
            dist += 1;
        }
        // A visibility in the midst of the qualifiers is an error of its own.
        if !is_coroutine && !self.is_keyword_ahead(dist, &[kw::Pub]) {
            self.recover_inline_without_async(attribute_position);
            return None;
        }

        let span = self.token_uninterpolated_span();
        self.bump(); // `inline`
        self.psess.gated_spans.gate(sym::inline_async_fn, span);
        while is_inline(&self.token) {
            self.recover_duplicated_inline(span);
        }
        Some(span)
    }

    /// Reports every `inline` that comes next, after `async` or another qualifier.
    ///
    /// `qualifiers_lo` is where `inline async` belongs.
    pub(super) fn recover_misplaced_inline(
        &mut self,
        attribute_position: Span,
        qualifiers_lo: Span,
        inline: &mut Option<Span>,
        coroutine_kind: &mut Option<CoroutineKind>,
    ) {
        if !self.names_inline_async_fn() {
            return;
        }
        while is_inline(&self.token) {
            let span = self.token_uninterpolated_span();
            if let Some(first) = *inline {
                self.recover_duplicated_inline(first);
            } else if let Some(kind) = coroutine_kind {
                self.bump(); // `inline`
                self.dcx().emit_err(InlineAsyncMisplaced {
                    span,
                    sugg: InlineAsyncMisplacedSugg {
                        async_lo: kind.span().shrink_to_lo(),
                        removal: span.until(self.token.span),
                    },
                });
                *inline = Some(span);
            } else if self.is_keyword_ahead(1, &[kw::Async]) {
                let qualifiers = self.span_to_snippet(qualifiers_lo.to(self.prev_token.span));
                self.bump(); // `inline`
                *coroutine_kind = self.parse_coroutine_kind(Case::Sensitive);
                self.dcx().emit_err(InlineAsyncAfterQualifiers {
                    span: span.to(self.prev_token.span),
                    qualifiers: qualifiers
                        .map_or_else(|_| "a qualifier".to_owned(), |text| format!("`{text}`")),
                    sugg: InlineAsyncAfterQualifiersSugg {
                        lo: qualifiers_lo.shrink_to_lo(),
                        removal: span.until(self.token.span),
                    },
                });
                *inline = Some(span);
            } else {
                self.recover_inline_without_async(attribute_position);
            }
        }
    }

    /// Reports `inline` before an item that is no function, `inline trait` for instance, and leaves
    /// the item to be parsed.
    pub(super) fn recover_inline_item(&mut self) {
        const ITEMS: [(Symbol, &str); 7] = [
            (kw::Trait, "a trait"),
            (kw::Impl, "an impl"),
            (kw::Mod, "a module"),
            (kw::Struct, "a struct"),
            (kw::Enum, "an enum"),
            (kw::Type, "a type"),
            (kw::Static, "a static"),
        ];
        if !is_inline(&self.token) || !self.names_inline_async_fn() {
            return;
        }
        let is_async = self.is_keyword_ahead(1, &[kw::Async]);
        let mut dist = if is_async { 2 } else { 1 };
        if self.is_keyword_ahead(dist, &[kw::Unsafe]) {
            dist += 1;
        }
        let Some((_, item)) = ITEMS.iter().find(|&&(kw, _)| self.is_keyword_ahead(dist, &[kw]))
        else {
            return;
        };
        let lo = self.token_uninterpolated_span();
        self.bump(); // `inline`
        if is_async {
            self.bump();
        }
        self.dcx().emit_err(InlineItem {
            span: lo.to(self.prev_token.span),
            item,
            removal: lo.until(self.token.span),
        });
    }

    fn recover_duplicated_inline(&mut self, first: Span) {
        let span = self.token_uninterpolated_span();
        self.bump(); // `inline`
        self.dcx().emit_err(InlineAsyncDuplicated {
            span,
            first,
            removal: span.until(self.token.span),
        });
    }

    fn recover_inline_without_async(&mut self, attribute_position: Span) {
        let span = self.token_uninterpolated_span();
        // `async` comes first, and not together with `const`.
        let could_be_async = !is_qualifier(&self.prev_token)
            && self.is_keyword_ahead(1, &[kw::Fn, kw::Extern, kw::Safe, kw::Unsafe]);
        self.bump(); // `inline`
        self.dcx().emit_err(InlineWithoutAsync {
            span,
            after_inline: could_be_async.then_some(span.shrink_to_hi()),
            sugg: InlineWithoutAsyncSugg {
                item_lo: attribute_position,
                removal: span.until(self.token.span),
            },
        });
    }
}
