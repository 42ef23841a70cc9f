//! Errors of the parser about the contextual keyword `inline` of `inline async fn`.

use rustc_macros::{Diagnostic, Subdiagnostic};
use rustc_span::Span;

#[derive(Diagnostic)]
#[diag("`inline` is written more than once")]
pub(crate) struct InlineAsyncDuplicated {
    #[primary_span]
    #[label("`inline` again")]
    pub span: Span,
    #[label("`inline` first seen here")]
    pub first: Span,
    #[suggestion(
        "remove this one",
        code = "",
        applicability = "machine-applicable",
        style = "verbose"
    )]
    pub removal: Span,
}

#[derive(Diagnostic)]
#[diag("`inline` must come right before `async`")]
pub(crate) struct InlineAsyncMisplaced {
    #[primary_span]
    #[label("`inline` after `async`")]
    pub span: Span,
    #[subdiagnostic]
    pub sugg: InlineAsyncMisplacedSugg,
}

#[derive(Subdiagnostic)]
#[multipart_suggestion(
    "write `inline` before `async`",
    applicability = "machine-applicable",
    style = "verbose"
)]
pub(crate) struct InlineAsyncMisplacedSugg {
    #[suggestion_part(code = "inline ")]
    pub async_lo: Span,
    #[suggestion_part(code = "")]
    pub removal: Span,
}

#[derive(Diagnostic)]
#[diag("`inline async` must come before the other qualifiers")]
pub(crate) struct InlineAsyncAfterQualifiers {
    #[primary_span]
    #[label("`inline async` after {$qualifiers}")]
    pub span: Span,
    pub qualifiers: String,
    #[subdiagnostic]
    pub sugg: InlineAsyncAfterQualifiersSugg,
}

#[derive(Subdiagnostic)]
#[multipart_suggestion(
    "write `inline async` first",
    applicability = "machine-applicable",
    style = "verbose"
)]
pub(crate) struct InlineAsyncAfterQualifiersSugg {
    #[suggestion_part(code = "inline async ")]
    pub lo: Span,
    #[suggestion_part(code = "")]
    pub removal: Span,
}

#[derive(Diagnostic)]
#[diag("{$item} cannot be `inline`")]
#[note("`inline async fn` declares a method of a trait")]
pub(crate) struct InlineItem<'a> {
    #[primary_span]
    #[label("only methods of traits and of trait impls can be `inline`")]
    pub span: Span,
    pub item: &'a str,
    #[suggestion("remove it", code = "", applicability = "machine-applicable", style = "verbose")]
    pub removal: Span,
}

#[derive(Diagnostic)]
#[diag("only an `async fn` can be `inline`")]
pub(crate) struct InlineWithoutAsync {
    #[primary_span]
    #[label("this function is not `async`")]
    pub span: Span,
    #[suggestion(
        "an async method that can be called on a trait object is an `inline async fn`",
        code = " async",
        applicability = "maybe-incorrect",
        style = "verbose"
    )]
    pub after_inline: Option<Span>,
    #[subdiagnostic]
    pub sugg: InlineWithoutAsyncSugg,
}

#[derive(Subdiagnostic)]
#[multipart_suggestion(
    "to ask for the function to be inlined, use the attribute `#[inline]`",
    applicability = "machine-applicable",
    style = "verbose"
)]
pub(crate) struct InlineWithoutAsyncSugg {
    #[suggestion_part(code = "#[inline] ")]
    pub item_lo: Span,
    #[suggestion_part(code = "")]
    pub removal: Span,
}
