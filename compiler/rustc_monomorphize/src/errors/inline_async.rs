//! Errors about calls of `inline async fn` methods, found when they are instantiated.

use rustc_macros::Diagnostic;
use rustc_middle::ty::Ty;
use rustc_span::Span;

#[derive(Diagnostic)]
#[diag("`{$method}` is called with a signature that it does not have")]
#[note("the method is `{$declared}`")]
#[note("the call takes it for `{$used}`")]
#[help(
    "a call on a binding has the signature that `#[placeable]` reads in the trait: put macros that \
     change the trait above `#[placeable]`, and give the binding the associated types of its object"
)]
pub(crate) struct InlineAsyncSignature<'tcx> {
    #[primary_span]
    #[label("called with a signature that is not this one")]
    pub span: Span,
    pub method: String,
    pub declared: Ty<'tcx>,
    pub used: Ty<'tcx>,
}

#[derive(Diagnostic)]
#[diag("`{$method}` is called as an `inline async` method, which it is not")]
#[help("put macros that change the trait above `#[placeable]`")]
pub(crate) struct InlineAsyncMethod {
    #[primary_span]
    #[label("not an `inline async` method that a trait object has")]
    pub span: Option<Span>,
    pub method: String,
}

#[derive(Diagnostic)]
#[diag("a call of `{$method}` has no room for its receiver")]
#[note(
    "a call has room for the address of an object and its vtable, which are {$room} bytes aligned to \
     {$room_align}"
)]
pub(crate) struct InlineAsyncReceiverLayout<'tcx> {
    #[primary_span]
    #[label("`{$receiver}` is {$size} bytes aligned to {$align}")]
    pub span: Span,
    pub method: String,
    pub receiver: Ty<'tcx>,
    pub size: u64,
    pub align: u64,
    pub room: u64,
    pub room_align: u64,
}
