//! What is said of a machine that holds itself: a machine has room for the future of each inline
//! async method of its type, so that none of these can hold the machine by value.

use rustc_errors::codes::*;
use rustc_hir::LangItem;
use rustc_macros::{Diagnostic, Subdiagnostic};
use rustc_middle::queries::TaggedQueryKey;
use rustc_middle::query::{Cycle, QueryStackFrame};
use rustc_middle::ty::{self, GenericArgsRef, Ty, TyCtxt};
use rustc_span::{ErrorGuaranteed, Span, Symbol};

/// Reports a cycle of layouts, if the layout of a machine is among them.
pub(crate) fn report_machine_in_itself<'tcx>(
    tcx: TyCtxt<'tcx>,
    cycle: &Cycle<'tcx>,
) -> Option<ErrorGuaranteed> {
    let first = cycle.frames.iter().position(|frame| machine_of_frame(tcx, frame).is_some())?;
    let mut frames: Vec<_> = cycle.frames.iter().collect();
    frames.rotate_left(first);
    let machine = machine_of_frame(tcx, frames[0])?;

    let mut held = vec![];
    let mut span = None;
    for (i, frame) in frames.iter().enumerate() {
        let next = frames[(i + 1) % frames.len()];
        let Some(contained) = (1..=frames.len())
            .find_map(|distance| machine_of_frame(tcx, frames[(i + distance) % frames.len()]))
        else {
            continue;
        };
        let self_ty = contained.type_at(0).to_string();
        let of_frame = layout_of(frame);
        // The layout of an associated type is that of another type.
        let of_next = (1..=frames.len())
            .filter_map(|distance| layout_of(frames[(i + distance) % frames.len()]))
            .find(|ty| !matches!(ty.kind(), ty::Alias(_)));
        if let Some(&ty::Coroutine(coroutine, _)) = of_frame.map(Ty::kind)
            && !of_next.is_some_and(Ty::is_coroutine)
            && !next.span.is_dummy()
        {
            let method = tcx.item_name(tcx.typeck_root_def_id(coroutine));
            span = span.or(Some(next.span));
            held.push(HeldMachine::Value { span: next.span, method, self_ty });
        } else if machine_of_frame(tcx, frame).is_some()
            && let Some(future) = of_next.and_then(Ty::ty_adt_def)
            && future.did().is_local()
        {
            let future = tcx.def_span(future.did());
            span = span.or(Some(future));
            held.push(HeldMachine::Future { span: future, self_ty });
        }
    }
    let span = span
        .or_else(|| machine.type_at(0).ty_adt_def().map(|adt| tcx.def_span(adt.did())))
        .unwrap_or(frames[0].span);
    Some(tcx.dcx().emit_err(MachineInItself {
        span,
        self_ty: machine.type_at(0).to_string(),
        object: machine.type_at(1).to_string(),
        held,
    }))
}

fn layout_of<'tcx>(frame: &QueryStackFrame<'tcx>) -> Option<Ty<'tcx>> {
    match frame.tagged_key {
        TaggedQueryKey::layout_of(key) => Some(key.value),
        _ => None,
    }
}

/// The type and the object type of the machine whose layout `frame` is for.
fn machine_of_frame<'tcx>(
    tcx: TyCtxt<'tcx>,
    frame: &QueryStackFrame<'tcx>,
) -> Option<GenericArgsRef<'tcx>> {
    let ty::Adt(adt, args) = *layout_of(frame)?.kind() else { return None };
    tcx.is_lang_item(adt.did(), LangItem::InlineCoroutine).then_some(args)
}

#[derive(Diagnostic)]
#[diag("the machine of `{$self_ty}` for `{$object}` would contain itself", code = E0072)]
#[note(
    "the machine has room for the future of each inline async method of `{$self_ty}`, so no such \
     future can hold the machine by value"
)]
#[help("put what contains it behind a pointer, such as a `Box`")]
struct MachineInItself {
    #[primary_span]
    span: Span,
    self_ty: String,
    object: String,
    #[subdiagnostic]
    held: Vec<HeldMachine>,
}

#[derive(Subdiagnostic)]
enum HeldMachine {
    #[label("held by the future of `{$method}`, this contains the machine of `{$self_ty}`")]
    Value {
        #[primary_span]
        span: Span,
        method: Symbol,
        self_ty: String,
    },
    #[label("this future contains the machine of `{$self_ty}`")]
    Future {
        #[primary_span]
        span: Span,
        self_ty: String,
    },
}
