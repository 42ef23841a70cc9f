//! Errors of `inline async fn` methods that are called.

use rustc_errors::Applicability;
use rustc_errors::codes::*;
use rustc_macros::{Diagnostic, Subdiagnostic};
use rustc_span::{Span, Symbol};

#[derive(Diagnostic)]
#[diag("`{$method}` consumes the `{$object}`, but is not called on a binding that owns it", code = E0809)]
pub(crate) struct ConsumedWithoutBinding {
    #[primary_span]
    #[label("takes `self` by value")]
    pub span: Span,
    pub method: Symbol,
    pub object: String,
    #[note(
        "this `inline async fn` moves the object out of its memory: the call needs a binding, which \
         releases that memory when the call is done"
    )]
    pub takes_self: Span,
    #[subdiagnostic]
    pub borrowed: Option<NotOwned>,
    #[subdiagnostic]
    pub bind: Option<BindBox>,
    #[help(
        "what is behind a reference must be moved out first, for instance with `Option::take` or \
         `mem::replace`"
    )]
    pub move_out: bool,
    #[help(
        "a `MoveRef` owns its object: bind it to a place, as in `Placed::new_in(move_ref, place)`"
    )]
    pub bind_move_ref: bool,
}

#[derive(Subdiagnostic)]
#[label("this `{$receiver_ty}` does not own the object")]
#[help(
    "a `Box` owns its object, and so does a `MoveRef`, made with `move_ref!`: bind one of them, as \
        in `HeapPlaced::new(boxed)` or `Placed::new_in(move_ref, place)`"
)]
pub(crate) struct NotOwned {
    #[primary_span]
    pub span: Span,
    pub receiver_ty: String,
}

#[derive(Subdiagnostic)]
#[multipart_suggestion("bind the `Box` to a place on the heap", style = "verbose")]
pub(crate) struct BindBox {
    #[suggestion_part(code = "{prefix}{library}::future::inline_async::HeapPlaced::new(")]
    pub before: Span,
    pub prefix: String,
    #[suggestion_part(code = ")")]
    pub after: Span,
    pub library: &'static str,
    #[applicability]
    pub applicability: Applicability,
}

#[derive(Diagnostic)]
#[diag("cannot move a value of type `{$ty}`", code = E0161)]
pub(crate) struct ConsumedOfUnknownSize {
    #[primary_span]
    #[label("the size of `{$ty}` cannot be statically determined")]
    pub span: Span,
    pub ty: String,
    pub method: Symbol,
    #[note("`{$method}` takes `self` by value: the call moves the `{$ty}` out of its memory")]
    pub takes_self: Span,
    #[subdiagnostic]
    pub require_sized: Option<RequireSized>,
    #[subdiagnostic]
    pub on_binding: ConsumeOnBinding,
}

#[derive(Subdiagnostic)]
pub(crate) enum RequireSized {
    #[suggestion(
        "write this impl for types of a known size",
        code = "",
        applicability = "machine-applicable",
        style = "verbose"
    )]
    OfImpl {
        #[primary_span]
        relaxed: Span,
    },
    #[suggestion(
        "require a type of a known size",
        code = "",
        applicability = "machine-applicable",
        style = "verbose"
    )]
    OfOther {
        #[primary_span]
        relaxed: Span,
    },
}

#[derive(Subdiagnostic)]
pub(crate) enum ConsumeOnBinding {
    #[help(
        "for an object type, such as `{$object}`, an impl of its own can call `{$method}` on a \
         binding: `HeapPlaced::new({$owner}).{$method}(..)`"
    )]
    InImpl { method: Symbol, object: String, owner: String },
    #[help(
        "an object is consumed on a binding that owns it, such as that of a `Box<{$object}>`: \
         `HeapPlaced::new({$owner}).{$method}(..)`"
    )]
    Elsewhere { method: Symbol, object: String, owner: String },
}

#[derive(Diagnostic)]
#[diag(
    "`{$method}` would not run in the place of this binding, whose object type is not known here"
)]
#[help("a bound `{$binding}: {$trait_name}` says that the binding itself has the method")]
pub(crate) struct UnknownObject {
    #[primary_span]
    #[label("`{$object}` is not known to be an object of `{$trait_name}`")]
    pub span: Span,
    pub method: Symbol,
    pub object: String,
    pub binding: String,
    pub trait_name: Symbol,
    #[subdiagnostic]
    pub deref: DerefBinding,
}

#[derive(Subdiagnostic)]
#[multipart_suggestion(
    "call it on the object for a call that finds a place by itself",
    style = "verbose",
    applicability = "machine-applicable"
)]
pub(crate) struct DerefBinding {
    #[suggestion_part(code = "({stars}")]
    pub before: Span,
    #[suggestion_part(code = ")")]
    pub after: Span,
    pub stars: String,
}

#[derive(Diagnostic)]
#[diag("`{$method}` takes `{$takes}`, but `{$pointer}` {$lacks}")]
#[help("bind {$way}")]
pub(crate) struct PointerTooWeak {
    #[primary_span]
    #[label("the pointer of this binding is `{$pointer}`")]
    pub span: Span,
    pub method: Symbol,
    pub pointer: String,
    pub takes: String,
    pub lacks: &'static str,
    pub way: &'static str,
}

#[derive(Diagnostic)]
#[diag("`{$method}` takes `self`, but `{$pointer}` does not own its object", code = E0809)]
#[note("the call moves the object out of its memory, and consumes the binding")]
#[help(
    "a `Box` owns its object, and so does a `MoveRef`, made with `move_ref!`: bind one of them, as \
        in `HeapPlaced::new(boxed)` or `Placed::new_in(move_ref, place)`"
)]
pub(crate) struct PointerNotOwned {
    #[primary_span]
    #[label("the pointer of this binding is `{$pointer}`")]
    pub span: Span,
    pub method: Symbol,
    pub pointer: String,
}
