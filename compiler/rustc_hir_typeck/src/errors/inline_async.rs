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
    pub trait_name: Symbol,
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
    #[help("bindings implement `{$trait_name}` if it is declared with `#[placeable]`")]
    pub not_placeable: bool,
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
