//! Errors of AST validation about `inline async fn`.

use rustc_abi::ExternAbi;
use rustc_errors::codes::*;
use rustc_macros::{Diagnostic, Subdiagnostic};
use rustc_span::Span;

#[derive(Diagnostic)]
#[diag("{$function} cannot be `inline`")]
#[note("`inline async fn` is for methods that are called through a trait object")]
pub(crate) struct InlineAsyncOutsideTrait {
    #[primary_span]
    #[label("only methods of traits and of trait impls can be `inline`")]
    pub span: Span,
    pub function: &'static str,
    #[suggestion(
        "remove `inline`",
        code = "",
        applicability = "machine-applicable",
        style = "verbose"
    )]
    pub removal: Span,
}

#[derive(Diagnostic)]
#[diag("functions cannot be both `inline` and `{$coroutine_kind}`")]
#[note("only an `async fn` can be `inline`")]
pub(crate) struct InlineAsyncGen {
    #[primary_span]
    #[label("`inline` because of this")]
    pub span: Span,
    #[label("`{$coroutine_kind}` because of this")]
    pub coroutine_span: Span,
    pub coroutine_kind: &'static str,
    #[suggestion(
        "remove `inline`",
        code = "",
        applicability = "machine-applicable",
        style = "verbose"
    )]
    pub removal: Span,
}

#[derive(Diagnostic)]
#[diag("`inline async fn` cannot have {$kind} parameters", code = E0807)]
#[note(
    "a vtable has one entry for each method, so a call on a trait object cannot choose {$kind} \
     arguments"
)]
#[help("make it a parameter of the trait")]
pub(crate) struct InlineAsyncGenericParam {
    #[primary_span]
    #[label("{$kind} parameter not allowed here")]
    pub span: Span,
    pub kind: &'static str,
    #[label("`inline` because of this")]
    pub inline: Span,
    #[help("or take the argument as a trait object, for instance `&mut dyn Trait`")]
    pub trait_object: Option<()>,
    #[subdiagnostic]
    pub keep_off: Option<InlineAsyncKeepOff>,
}

#[derive(Diagnostic)]
#[diag("`impl Trait` is not allowed in an argument of an `inline async fn`", code = E0807)]
#[note(
    "it is a type parameter of the method, and a vtable has one entry for each method, so a call \
     on a trait object cannot choose it"
)]
#[help("use a trait object, for instance `&mut dyn Trait`, or a type parameter of the trait")]
pub(crate) struct InlineAsyncImplTraitArgument {
    #[primary_span]
    #[label("`impl Trait` not allowed here")]
    pub span: Span,
    #[label("`inline` because of this")]
    pub inline: Span,
    #[subdiagnostic]
    pub keep_off: Option<InlineAsyncKeepOff>,
}

#[derive(Diagnostic)]
#[diag("`impl Trait` is not allowed in the output of an `inline async fn`", code = E0807)]
#[note("the output must be of the same type for every implementation of the trait")]
#[help("use an associated type of the trait, or a trait object such as `Box<dyn Trait>`")]
pub(crate) struct InlineAsyncImplTraitOutput {
    #[primary_span]
    #[label("`impl Trait` not allowed here")]
    pub span: Span,
    #[label("`inline` because of this")]
    pub inline: Span,
    #[subdiagnostic]
    pub keep_off: Option<InlineAsyncKeepOff>,
}

#[derive(Diagnostic)]
#[diag("`inline async fn` cannot be `final`", code = E0807)]
#[note(
    "a call on a trait object runs what the vtable has for the method, and a `final` method is in no \
     vtable"
)]
pub(crate) struct InlineAsyncFinal {
    #[primary_span]
    #[label("`final` because of this")]
    pub span: Span,
    #[label("`inline` because of this")]
    pub inline: Span,
    #[suggestion(
        "remove `final`",
        code = "",
        applicability = "maybe-incorrect",
        style = "verbose"
    )]
    pub removal: Span,
}

#[derive(Diagnostic)]
#[diag("`inline async fn` cannot be `extern {$abi}`", code = E0807)]
#[note("a call on a trait object cannot be passed on to the method with this ABI")]
pub(crate) struct InlineAsyncAbi {
    #[primary_span]
    #[label("this ABI is not supported here")]
    pub span: Span,
    pub abi: ExternAbi,
    #[label("`inline` because of this")]
    pub inline: Span,
    #[suggestion(
        "use the ABI of Rust, here and in the implementations",
        code = "",
        applicability = "maybe-incorrect",
        style = "verbose"
    )]
    pub removal: Span,
}

#[derive(Diagnostic)]
#[diag("`inline async fn` must have a receiver", code = E0807)]
#[note("it is called on a trait object, and that is its receiver")]
pub(crate) struct InlineAsyncNoReceiver {
    #[primary_span]
    #[label("no `self` parameter")]
    pub span: Span,
    #[label("`inline` because of this")]
    pub inline: Span,
    #[subdiagnostic]
    pub way_out: InlineAsyncNoReceiverWayOut,
}

#[derive(Subdiagnostic)]
pub(crate) enum InlineAsyncNoReceiverWayOut {
    #[suggestion(
        "give it a receiver",
        code = "{receiver}",
        applicability = "maybe-incorrect",
        style = "verbose"
    )]
    Receiver {
        #[primary_span]
        insertion: Span,
        receiver: &'static str,
    },
    #[suggestion(
        "a constructor is called before there is an object: keep it off trait objects",
        code = "{bound}",
        applicability = "maybe-incorrect",
        style = "verbose"
    )]
    ConstructorInInlineTrait {
        #[primary_span]
        insertion: Span,
        bound: &'static str,
    },
    #[multipart_suggestion(
        "a constructor is called before there is an object: keep it off trait objects",
        applicability = "maybe-incorrect",
        style = "verbose"
    )]
    Constructor {
        #[suggestion_part(code = "")]
        removal: Span,
        #[suggestion_part(code = "{bound}")]
        insertion: Span,
        bound: &'static str,
    },
}

/// A method that is `inline` since its trait has the attribute need not be.
#[derive(Subdiagnostic)]
#[suggestion(
    "or keep it off trait objects: `#[inline_async]` on a trait leaves such methods as they are",
    code = "{bound}",
    applicability = "maybe-incorrect",
    style = "verbose"
)]
pub(crate) struct InlineAsyncKeepOff {
    #[primary_span]
    pub insertion: Span,
    pub bound: &'static str,
}

#[derive(Diagnostic)]
#[diag("unused attribute")]
pub(crate) struct InlineAsyncRedundant {
    #[suggestion(
        "remove this attribute",
        code = "",
        applicability = "machine-applicable",
        style = "short"
    )]
    pub attr_span: Span,
    #[note("the method is `inline` because of this already")]
    pub reason: Span,
}
