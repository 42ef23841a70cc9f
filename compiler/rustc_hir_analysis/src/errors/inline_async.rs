//! Errors about `inline async fn` that need types.

use rustc_errors::MultiSpan;
use rustc_errors::codes::*;
use rustc_macros::{Diagnostic, Subdiagnostic};
use rustc_span::{Span, Symbol};

#[derive(Diagnostic)]
#[diag("the receiver of an `inline async fn` must be dispatchable on a trait object", code = E0807)]
#[note(
    "such receivers are `self`, `&self`, `&mut self`, and `self: Box<Self>`, `Rc<Self>`, `Arc<Self>` \
     and `Pin` of one of these pointers"
)]
pub(crate) struct InlineAsyncReceiver {
    #[primary_span]
    #[label("not dispatchable")]
    pub span: Span,
    #[label("`inline` because of this")]
    pub inline: Span,
    #[suggestion(
        "take `{$suggested}`",
        code = "{suggested}",
        applicability = "maybe-incorrect",
        style = "verbose"
    )]
    pub receiver: Option<Span>,
    pub suggested: String,
}

#[derive(Diagnostic)]
#[diag("`Self` is not allowed in an argument of an `inline async fn`", code = E0807)]
#[note("a trait object does not know what `Self` is")]
#[help("use an associated type of the trait, such as `Self::Item`, or a trait object")]
pub(crate) struct InlineAsyncSelfInArgument {
    #[primary_span]
    #[label("the type of this argument contains `Self`")]
    pub span: Span,
    #[label("`inline` because of this")]
    pub inline: Span,
}

#[derive(Diagnostic)]
#[diag("an argument of an `inline async fn` must be of a size known at compile time", code = E0807)]
#[note("a call on a trait object owns its arguments until the method runs")]
pub(crate) struct InlineAsyncUnsizedArgument {
    #[primary_span]
    #[label("the size of `{$ty}` is not known at compile time")]
    pub span: Span,
    pub ty: String,
    #[label("`inline` because of this")]
    pub inline: Span,
    #[suggestion(
        "take a reference",
        code = "&",
        applicability = "maybe-incorrect",
        style = "verbose"
    )]
    pub reference: Span,
}

#[derive(Diagnostic)]
#[diag("`Self` is not allowed in the output of an `inline async fn`", code = E0807)]
#[note("a trait object does not know what `Self` is")]
#[help("use an associated type of the trait, such as `Self::Item`, or a trait object")]
pub(crate) struct InlineAsyncSelfInOutput {
    #[primary_span]
    #[label("the output contains `Self`")]
    pub span: Span,
    #[label("`inline` because of this")]
    pub inline: Span,
}

#[derive(Diagnostic)]
#[diag("`inline async fn` cannot require `Self: Sized`", code = E0807)]
#[note("it could never be called on a trait object, which is all that `inline` is for")]
pub(crate) struct InlineAsyncSelfSized {
    #[primary_span]
    #[label("this requires `Self: Sized`")]
    pub span: Span,
    #[label("`inline` because of this")]
    pub inline: Span,
    #[subdiagnostic]
    pub way_out: InlineAsyncNotInline,
}

#[derive(Subdiagnostic)]
pub(crate) enum InlineAsyncNotInline {
    #[suggestion(
        "remove `inline`",
        code = "async",
        applicability = "machine-applicable",
        style = "verbose"
    )]
    Keyword {
        #[primary_span]
        inline: Span,
    },
    #[suggestion(
        "remove `#[inline_async]`",
        code = "",
        applicability = "machine-applicable",
        style = "verbose"
    )]
    Attribute {
        #[primary_span]
        attribute: Span,
    },
    #[suggestion(
        "say so with `Self: Sized`: `#[inline_async]` on a trait leaves such methods as they are",
        code = "Sized + ",
        applicability = "machine-applicable",
        style = "verbose"
    )]
    TraitAttribute {
        #[primary_span]
        insertion: Span,
    },
}

#[derive(Diagnostic)]
#[diag("method `{$method}` is `inline` here but not in the trait `{$trait_name}`")]
pub(crate) struct InlineAsyncOnlyInImpl {
    #[primary_span]
    #[label("`inline` in the impl")]
    pub span: Span,
    pub method: Symbol,
    pub trait_name: String,
    #[note("the trait's method is declared here without `inline`")]
    pub trait_method: Span,
    #[subdiagnostic]
    pub removal: InlineAsyncRemoval,
    #[suggestion(
        "or declare it `inline` in the trait",
        code = "inline ",
        applicability = "maybe-incorrect",
        style = "verbose"
    )]
    pub in_trait: Option<Span>,
}

#[derive(Diagnostic)]
#[diag(
    "an impl of `{$trait_name}` for every `{$self_ty}` must require `{$self_ty}: Sized`",
    code = E0808
)]
pub(crate) struct InlineAsyncBlanketImpl {
    #[primary_span]
    #[label("`{$self_ty}` may be `dyn {$trait_name}`, which implements `{$trait_name}` itself")]
    pub span: Span,
    pub trait_name: String,
    pub self_ty: String,
    #[note(
        "calls of `inline async` methods on a trait object go to its vtable, never to this impl"
    )]
    pub methods: MultiSpan,
    #[subdiagnostic]
    pub sugg: InlineAsyncBlanketImplSugg,
}

#[derive(Subdiagnostic)]
pub(crate) enum InlineAsyncBlanketImplSugg {
    #[suggestion(
        "remove the relaxed bound",
        code = "",
        applicability = "machine-applicable",
        style = "verbose"
    )]
    Remove {
        #[primary_span]
        bound: Span,
    },
    #[suggestion(
        "require `{$sized_ty}: Sized`",
        code = "{separator} {sized_ty}: Sized",
        applicability = "machine-applicable",
        style = "verbose"
    )]
    Require {
        #[primary_span]
        tail: Span,
        separator: &'static str,
        sized_ty: String,
    },
}

#[derive(Subdiagnostic)]
pub(crate) enum InlineAsyncRemoval {
    #[suggestion(
        "remove `inline`",
        code = "async",
        applicability = "machine-applicable",
        style = "verbose"
    )]
    Inline {
        #[primary_span]
        qualifiers: Span,
    },
    #[suggestion(
        "remove `inline async`: the trait's method is not `async`",
        code = "",
        applicability = "maybe-incorrect",
        style = "verbose"
    )]
    InlineAsync {
        #[primary_span]
        qualifiers: Span,
    },
}
