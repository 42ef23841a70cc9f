//! Errors of bindings and places of `inline async` traits.

use rustc_errors::Applicability;
use rustc_errors::codes::*;
use rustc_macros::{Diagnostic, Subdiagnostic};
use rustc_span::Span;

#[derive(Diagnostic)]
#[diag("`{$pointer}` is not a pointer to a trait object", code = E0277)]
pub(crate) struct BindingOfKnownType {
    #[primary_span]
    #[label("`{$object}` is not a trait object")]
    pub span: Span,
    pub pointer: String,
    pub object: String,
    #[subdiagnostic]
    pub way: ToObject,
    #[note(
        "a place has room for calls on a trait object; calls on a known type have futures of their \
         own, and need none"
    )]
    pub why: (),
}

/// How a pointer becomes one to a trait object.
#[derive(Subdiagnostic)]
pub(crate) enum ToObject {
    #[multipart_suggestion("make it a pointer to a trait object", style = "verbose")]
    Cast {
        #[suggestion_part(code = "{opening}")]
        before: Span,
        #[suggestion_part(code = "{cast}")]
        after: Span,
        opening: &'static str,
        cast: String,
        #[applicability]
        applicability: Applicability,
    },
    #[help("make it a pointer to a trait object, as in {$casts}")]
    OneOf { casts: String },
    #[help("bind a pointer to a trait object, such as `{$pointer}`")]
    Other { pointer: String },
    #[help("a trait object is made of a type of known size, and `{$object}` is none")]
    Unsized { object: String },
    #[help("borrow the object in the `{$object}` first, and bind that, as in `&mut *guard`")]
    Guard { object: String },
}

#[derive(Diagnostic)]
#[diag("`{$place}` is a place, not a pointer to a trait object", code = E0277)]
#[help("the pointer comes first, then the place: `Placed::new_in(pointer, place)`")]
pub(crate) struct PlaceForPointer {
    #[primary_span]
    #[label("a pointer to a trait object is needed here")]
    pub span: Span,
    pub place: String,
}

#[derive(Diagnostic)]
#[diag("`{$ty}` is not a trait object", code = E0277)]
#[help("cast the reference, as in `&value as &dyn Trait`")]
#[help("of a known type, `layout_for::<{$ty}, dyn Trait>()` is the layout")]
pub(crate) struct KnownTypeForObject {
    #[primary_span]
    #[label("a reference to a trait object is needed here")]
    pub span: Span,
    pub ty: String,
}

#[derive(Diagnostic)]
#[diag("`{$ty}` may be another type than a trait object", code = E0277)]
#[help("ask for a trait object: `{$ty}: ?Sized + Pointee<Metadata = DynMetadata<{$ty}>>`")]
pub(crate) struct UnknownTypeForObject {
    #[primary_span]
    #[label("a reference to a trait object is needed here")]
    pub span: Span,
    pub ty: String,
}

#[derive(Diagnostic)]
#[diag("`{$object}` is a trait object, not a pointer to one", code = E0277)]
pub(crate) struct ObjectForPointer {
    #[primary_span]
    #[label("a pointer to it is needed here")]
    pub span: Span,
    pub object: String,
    #[suggestion(
        "bind the pointer",
        code = "",
        applicability = "maybe-incorrect",
        style = "verbose"
    )]
    pub dereference: Option<Span>,
}

#[derive(Diagnostic)]
#[diag("an `InlinePlace` is a place only while it is pinned", code = E0277)]
pub(crate) struct PlaceNotPinned {
    #[primary_span]
    #[label("`{$place}` is not pinned")]
    pub span: Span,
    pub place: String,
    #[subdiagnostic]
    pub way: ToPlace,
    #[note(
        "`InlinePlace::take` gives a `Pin<&'static mut InlinePlace<_>>`; a place in a frame is pinned \
         with `pin!`"
    )]
    pub is_static: bool,
}

/// How an `InlinePlace` is pinned.
#[derive(Subdiagnostic)]
pub(crate) enum ToPlace {
    #[multipart_suggestion("pin the place where it is made", style = "verbose")]
    PinLocal {
        #[suggestion_part(code = "{library}::pin::pin!(")]
        before: Span,
        #[suggestion_part(code = ")")]
        after: Span,
        library: &'static str,
    },
    #[multipart_suggestion("pin the place where it is made", style = "verbose")]
    PinBorrowed {
        #[suggestion_part(code = "{library}::pin::pin!(")]
        before: Span,
        #[suggestion_part(code = ")")]
        after: Span,
        #[suggestion_part(code = "{place}")]
        argument: Span,
        place: String,
        library: &'static str,
    },
    #[suggestion(
        "take the place out of the static, which gives it out once",
        code = "{place}.take().unwrap()",
        applicability = "maybe-incorrect",
        style = "verbose"
    )]
    Take {
        #[primary_span]
        span: Span,
        place: String,
    },
    #[suggestion(
        "pass a pinned reference",
        code = ".as_mut()",
        applicability = "maybe-incorrect",
        style = "verbose"
    )]
    AsMut {
        #[primary_span]
        after: Span,
    },
    #[help("a place on the heap is a `HeapPlace`, which need not be pinned")]
    Heap,
    #[help(
        "pin the place where it is made, as in `let place = pin!(InlinePlace::<64>::new())`, and pass \
         `place`, or `place.as_mut()` to use it again"
    )]
    Pin,
    #[help(
        "a place is used by one call or binding at a time: pass `Pin<&mut InlinePlace<_>>`, which \
         `pin!` makes in a frame, and `InlinePlace::take` of a `&'static InlinePlace<_>`"
    )]
    Exclusive,
}

#[derive(Diagnostic)]
#[diag("`{$place}` is not a place where a machine can run", code = E0277)]
#[help(
    "a `HeapPlace` is passed by value, or as `&mut HeapPlace` to use it again; it need not be pinned"
)]
pub(crate) struct HeapPlaceBehindPointer {
    #[primary_span]
    #[label("not a place")]
    pub span: Span,
    pub place: String,
}
