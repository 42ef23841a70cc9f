//! The two shims of an `inline async fn`.
//!
//! `InstanceKind::InlineAsyncCall` is the body of `<dyn Trait as Trait>::m`. It runs nothing of the
//! implementation: it makes the call, a future that owns receiver and arguments and has taken the
//! method's start and the layout slot out of the vtable, so that it can still be given a place.
//!
//! ```ignore (illustrative)
//! fn m(self: Recv, a: A, b: B) -> InlineCall<Recv, (A, B), R> {
//!     inline_async::call::<{fn item of m}, Self, Recv, (A, B), R>(self, (a, b))
//! }
//! ```
//!
//! `InstanceKind::InlineAsyncStart` is the entry of the method in the vtable of a known type `T`.
//! It moves the arguments out of the call and puts the future of the implementation into its slot
//! of the machine, which the caller has claimed. The future is built in place: a copy of it on the
//! stack of the start would be a cost for each call.
//!
//! ```ignore (illustrative)
//! unsafe fn start(receiver: *mut (), arguments: *mut (), machine: *mut ()) -> RawStart {
//!     let receiver: Recv = transmute(receiver);
//!     let (a, b): (A, B) = arguments.cast::<(A, B)>().read();
//!     let slot: *mut Fut = inline_async::slot::<Fut>(machine);
//!     slot.write(<T as Trait>::m(receiver, a, b));
//!     inline_async::started::<Fut>()
//! }
//! ```
//!
//! Where the method takes `self`, the receiver is the address of the object, which is moved out:
//! `let receiver: T = receiver.cast::<T>().read()`.
//!
//! Where the method is declared `#[track_caller]`, arguments and future go with where it was called:
//! `call` is `call_tracked`, which puts that into a `Tracked<(A, B)>`; the start says so with
//! `inline_async_called_from` before it calls the implementation, and makes a `Tracked<Fut>`, whose
//! poll says so too.
//!
//! All starts have this one signature: a call reaches them through a pointer and knows neither `T`
//! nor what kind of pointer the receiver is.

use rustc_middle::ty::inline_async::InlineCallSig;

use super::*;

pub(super) fn build_call_shim<'tcx>(
    tcx: TyCtxt<'tcx>,
    instance: ty::InstanceKind<'tcx>,
    method: DefId,
) -> Body<'tcx> {
    let span = tcx.def_span(method);
    let sig = call_sig(tcx, method);
    if sig.is_by_value {
        // Type checking refuses such a call, but for code that has `unsized_fn_params` and is
        // generic over the type of the object.
        tcx.dcx().span_fatal(span, "an object cannot be consumed without a binding that owns it");
    }
    let call_ty = sig.to_call_ty(tcx, span);
    let mut builder = Builder::new(tcx, span, call_ty, sig.inputs());

    let arguments = builder.local(sig.arguments);
    let fields = sig.arguments.tuple_fields();
    let moved = (0..fields.len()).map(|i| Operand::Move(argument(i + 1))).collect();
    builder.assign(arguments, Rvalue::Aggregate(Box::new(AggregateKind::Tuple), moved));

    let fn_item = Ty::new_fn_def(tcx, method, erased_args(tcx, method));
    builder.call(
        if sig.is_tracked { LangItem::InlineAsyncCallTracked } else { LangItem::InlineAsyncCall },
        &[fn_item, tcx.types.self_param, sig.receiver, sig.arguments, sig.output],
        vec![Operand::Move(argument(0)), Operand::Move(arguments)],
        Place::return_place(),
    );
    builder.finish(instance)
}

pub(super) fn build_start_shim<'tcx>(
    tcx: TyCtxt<'tcx>,
    instance: ty::InstanceKind<'tcx>,
    method: DefId,
) -> Body<'tcx> {
    let span = tcx.def_span(method);
    let sig = call_sig(tcx, method);
    let start_sig = tcx.inline_async_start_sig();
    let mut builder = Builder::new(tcx, span, start_sig.output(), start_sig.inputs().to_vec());
    let [receiver, arguments, machine] = [0, 1, 2].map(argument);

    let typed_receiver = builder.local(sig.receiver);
    if sig.is_by_value {
        let object_ty = Ty::new_mut_ptr(tcx, sig.receiver);
        let object = builder.local(object_ty);
        builder
            .assign(object, Rvalue::Cast(CastKind::PtrToPtr, Operand::Copy(receiver), object_ty));
        let moved = Rvalue::Use(Operand::Move(tcx.mk_place_deref(object)));
        builder.assign(typed_receiver, moved);
    } else {
        builder.assign(
            typed_receiver,
            Rvalue::Cast(CastKind::Transmute, Operand::Copy(receiver), sig.receiver),
        );
    }
    let mut operands = vec![Operand::Move(typed_receiver)];

    let tracked = |ty| if sig.is_tracked { tcx.inline_async_tracked_ty(ty) } else { ty };
    let arguments_ty = Ty::new_mut_ptr(tcx, tracked(sig.arguments));
    let typed_arguments = builder.local(arguments_ty);
    builder.assign(
        typed_arguments,
        Rvalue::Cast(CastKind::PtrToPtr, Operand::Copy(arguments), arguments_ty),
    );
    let arguments = tcx.mk_place_deref(typed_arguments);
    let caller = sig.is_tracked.then(|| builder.local(tcx.caller_location_ty()));
    if let Some(caller) = caller {
        builder.assign(caller, Rvalue::Use(Operand::Copy(caller_of(tcx, arguments))));
    }
    let arguments =
        if sig.is_tracked { value_of(tcx, arguments, sig.arguments) } else { arguments };
    for (i, ty) in sig.arguments.tuple_fields().iter().enumerate() {
        let field = tcx.mk_place_field(arguments, FieldIdx::from_usize(i), ty);
        let moved = builder.local(ty);
        builder.assign(moved, Rvalue::Use(Operand::Move(field)));
        operands.push(Operand::Move(moved));
    }

    let opaque = tcx.inline_async_opaque_of_method(method);
    let future_ty = Ty::new_projection_from_args(tcx, opaque, erased_args(tcx, opaque));
    let slot_ty = tracked(future_ty);
    let slot = builder.local(Ty::new_mut_ptr(tcx, slot_ty));
    builder.call(LangItem::InlineAsyncSlot, &[slot_ty], vec![Operand::Copy(machine)], slot);
    let slot = tcx.mk_place_deref(slot);

    let future = if let Some(caller) = caller {
        builder.assign(caller_of(tcx, slot), Rvalue::Use(Operand::Copy(caller)));
        let unit = builder.local(tcx.types.unit);
        builder.call(LangItem::InlineAsyncCalledFrom, &[], vec![Operand::Copy(caller)], unit);
        value_of(tcx, slot, future_ty)
    } else {
        slot
    };
    let fn_item = Operand::function_handle(tcx, method, erased_args(tcx, method), span);
    builder.call_operand(fn_item, operands, future);

    builder.call(LangItem::InlineAsyncStarted, &[slot_ty], vec![], Place::return_place());
    builder.finish(instance)
}

/// The two fields of a `Tracked`.
fn value_of<'tcx>(tcx: TyCtxt<'tcx>, tracked: Place<'tcx>, ty: Ty<'tcx>) -> Place<'tcx> {
    tcx.mk_place_field(tracked, FieldIdx::ZERO, ty)
}

fn caller_of<'tcx>(tcx: TyCtxt<'tcx>, tracked: Place<'tcx>) -> Place<'tcx> {
    tcx.mk_place_field(tracked, FieldIdx::from_u32(1), tcx.caller_location_ty())
}

/// The arguments of an item of a trait inside of a shim: the trait's own parameters, which the
/// instance fills in.
fn erased_args<'tcx>(tcx: TyCtxt<'tcx>, item: DefId) -> ty::GenericArgsRef<'tcx> {
    let trait_def_id = tcx.parent(item);
    tcx.inline_async_item_args(item, GenericArgs::identity_for_item(tcx, trait_def_id))
}

fn call_sig<'tcx>(tcx: TyCtxt<'tcx>, method: DefId) -> InlineCallSig<'tcx> {
    let opaque = tcx.inline_async_opaque_of_method(method);
    tcx.erase_and_anonymize_regions(tcx.inline_call_sig(opaque, erased_args(tcx, opaque)))
}

fn argument<'tcx>(index: usize) -> Place<'tcx> {
    Place::from(Local::new(1 + index))
}

/// A body of basic blocks that each end in a call, the last in a return.
struct Builder<'tcx> {
    tcx: TyCtxt<'tcx>,
    source_info: SourceInfo,
    local_decls: IndexVec<Local, LocalDecl<'tcx>>,
    arg_count: usize,
    blocks: IndexVec<BasicBlock, BasicBlockData<'tcx>>,
    statements: Vec<Statement<'tcx>>,
}

impl<'tcx> Builder<'tcx> {
    fn new(tcx: TyCtxt<'tcx>, span: Span, output: Ty<'tcx>, inputs: Vec<Ty<'tcx>>) -> Self {
        let arg_count = inputs.len();
        let local_decls = iter::once(LocalDecl::new(output, span))
            .chain(inputs.into_iter().map(|ty| LocalDecl::new(ty, span).immutable()))
            .collect();
        Builder {
            tcx,
            source_info: SourceInfo::outermost(span),
            local_decls,
            arg_count,
            blocks: IndexVec::new(),
            statements: vec![],
        }
    }

    fn local(&mut self, ty: Ty<'tcx>) -> Place<'tcx> {
        Place::from(self.local_decls.push(LocalDecl::new(ty, self.source_info.span)))
    }

    fn assign(&mut self, place: Place<'tcx>, value: Rvalue<'tcx>) {
        let kind = StatementKind::Assign(Box::new((place, value)));
        self.statements.push(Statement::new(self.source_info, kind));
    }

    fn call(
        &mut self,
        function: LangItem,
        types: &[Ty<'tcx>],
        operands: Vec<Operand<'tcx>>,
        destination: Place<'tcx>,
    ) {
        let span = self.source_info.span;
        let function = self.tcx.require_lang_item(function, span);
        let types = types.iter().map(|&ty| ty.into());
        let function = Operand::function_handle(self.tcx, function, types, span);
        self.call_operand(function, operands, destination);
    }

    fn call_operand(
        &mut self,
        func: Operand<'tcx>,
        operands: Vec<Operand<'tcx>>,
        destination: Place<'tcx>,
    ) {
        self.end_block(TerminatorKind::Call {
            func,
            args: operands.into_iter().map(dummy_spanned).collect(),
            destination,
            target: Some(BasicBlock::new(self.blocks.len() + 1)),
            unwind: UnwindAction::Continue,
            call_source: CallSource::Misc,
            fn_span: self.source_info.span,
        });
    }

    fn end_block(&mut self, kind: TerminatorKind<'tcx>) {
        let terminator = Terminator { source_info: self.source_info, kind };
        self.blocks.push(BasicBlockData::new_stmts(
            std::mem::take(&mut self.statements),
            Some(terminator),
            false,
        ));
    }

    fn finish(mut self, instance: ty::InstanceKind<'tcx>) -> Body<'tcx> {
        self.end_block(TerminatorKind::Return);
        let source = MirSource::from_instance(instance);
        new_body(source, self.blocks, self.local_decls, self.arg_count, self.source_info.span)
    }
}
