//! The two shims of an `inline async fn`.
//!
//! `InstanceKind::InlineAsyncCall` is the body of `<dyn Trait as Trait>::m`. It runs nothing of the
//! implementation: it makes the call, a future that owns receiver and arguments and has taken the
//! method's table out of the vtable, so that it can still be given a place.
//!
//! ```ignore (illustrative)
//! fn m(self: Recv, a: A, b: B) -> InlineCall<Recv, (A, B), R> {
//!     inline_async::call::<{fn item of m}, Self, Recv, (A, B), R>(self, (a, b))
//! }
//! ```
//!
//! `InstanceKind::InlineAsyncRun` is the first function of the table that the method has for a known type
//! `T`. It takes a call a step further: where receiver and arguments wait in the machine, it moves
//! them out and puts the future of the implementation there, which it marks; then it polls. The
//! future is built in place: a copy of it on the stack would be a cost for each call.
//!
//! ```ignore (illustrative)
//! unsafe fn run(machine: *mut (), cx: &mut Context<'_>) -> Poll<R> {
//!     if inline_async::FutureKind::<Fut>::RUNS_ON_STACK {
//!         // .. as below ..
//!         let future: Fut = <T as Trait>::m(receiver, a, b);
//!         return inline_async::poll_on_stack::<Fut, R>(future, cx);
//!     }
//!     if inline_async::is_waiting(machine) {
//!         let waiting = inline_async::slot::<Waiting<(A, B)>>(machine);
//!         let receiver: Recv = transmute((*waiting).receiver);
//!         let (a, b): (A, B) = (*waiting).arguments;
//!         *inline_async::slot::<Fut>(machine) = <T as Trait>::m(receiver, a, b);
//!         inline_async::set_running(machine);
//!     } else if inline_async::FutureKind::<Fut>::IS_COROUTINE {
//!         assume(discriminant(*inline_async::slot::<Fut>(machine)) >= SUSPENDED);
//!     }
//!     inline_async::poll::<Fut, R>(machine, cx)
//! }
//! ```
//!
//! Where the method takes `self`, the receiver is the address of the object, which is moved out:
//! `let receiver: T = *(*waiting).receiver.cast::<T>()`.
//!
//! Where the method is declared `#[track_caller]`, arguments and future go with where it was called:
//! `call` is `call_tracked`, which puts that into a `Tracked<(A, B)>`; `run` says so with
//! `inline_async_called_from` before it calls the implementation, and makes a `Tracked<Fut>`, whose
//! poll says so too. Where calls are declared `local`, the arguments are in a `Local<(A, B)>`, which is
//! not `Send`.
//!
//! A call reaches `run` through a pointer and knows neither `T` nor what kind of pointer the receiver
//! is. Nothing here looks at the result or cleans up: who called `run` does.

use rustc_middle::mir::interpret::Scalar;
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
        // Type checking refuses such a call where it is written; here it is refused again where code
        // is made for it.
        tcx.dcx().span_fatal(span, "an object cannot be consumed without a binding that owns it");
    }
    let call_ty = sig.to_call_ty(tcx, span);
    let mut builder = Builder::new(tcx, span, call_ty, sig.inputs());

    let arguments = builder.local(sig.arguments);
    let fields = sig.arguments.tuple_fields();
    let moved = (0..fields.len()).map(|i| Operand::Move(argument(i + 1))).collect();
    builder.assign(arguments, Rvalue::Aggregate(Box::new(AggregateKind::Tuple), moved));
    let passed_ty = sig.passed_arguments(tcx);
    let passed = if let ty::Adt(local, args) = *passed_ty.kind() {
        let passed = builder.local(passed_ty);
        let kind = AggregateKind::Adt(local.did(), FIRST_VARIANT, args, None, None);
        let fields = [Operand::Move(arguments)].into();
        builder.assign(passed, Rvalue::Aggregate(Box::new(kind), fields));
        passed
    } else {
        arguments
    };

    let fn_item = Ty::new_fn_def(tcx, method, erased_args(tcx, method));
    builder.call(
        if sig.is_tracked { LangItem::InlineAsyncCallTracked } else { LangItem::InlineAsyncCall },
        &[fn_item, tcx.types.self_param, sig.receiver, passed_ty, sig.output],
        vec![Operand::Move(argument(0)), Operand::Move(passed)],
        Place::return_place(),
    );
    builder.finish(instance)
}

pub(super) fn build_run_shim<'tcx>(
    tcx: TyCtxt<'tcx>,
    instance: ty::InstanceKind<'tcx>,
    method: DefId,
) -> Body<'tcx> {
    let sig = call_sig(tcx, method);
    let run_sig = tcx.inline_async_run_sig(method, erased_args(tcx, method));
    let span = tcx.def_span(method);
    let builder = Builder::new(tcx, span, run_sig.output(), run_sig.inputs().to_vec());
    let opaque = tcx.inline_async_opaque_of_method(method);
    let future = Ty::new_projection_from_args(tcx, opaque, erased_args(tcx, opaque));
    let mut run = Run { builder, method, sig, future };
    let [machine, cx] = [0, 1].map(argument);

    let content = run.content();
    // A constant, so that where the future is in the machine no frame has room for it, and the other
    // way round the tag is not looked at and nothing of the machine is instantiated.
    let on_stack = tcx.require_lang_item(LangItem::InlineAsyncRunsOnStack, span);
    let on_stack = Operand::unevaluated_constant(tcx, on_stack, &[content.into()], span);
    let in_machine = run.builder.branch_unless(on_stack);

    let taken = run.take_waiting(machine);
    let local = run.builder.local(content);
    run.start(taken, local);
    run.builder.call(
        LangItem::InlineAsyncPollOnStack,
        &[content, sig.output],
        vec![Operand::Move(local), Operand::Move(cx)],
        Place::return_place(),
    );
    run.builder.end_block(TerminatorKind::Return);

    run.builder.bind(in_machine);
    let is_waiting = run.builder.local(tcx.types.bool);
    let of_machine = vec![Operand::Copy(machine)];
    run.builder.call(LangItem::InlineAsyncIsWaiting, &[], of_machine.clone(), is_waiting);
    let is_running = run.builder.branch_unless(Operand::Copy(is_waiting));

    let taken = run.take_waiting(machine);
    let slot = run.slot(content, machine);
    run.start(taken, slot);
    let unit = run.builder.local(tcx.types.unit);
    run.builder.call(LangItem::InlineAsyncSetRunning, &[], of_machine, unit);
    let is_started = run.builder.jump();

    run.builder.bind(is_running);
    let is_coroutine = tcx.require_lang_item(LangItem::InlineAsyncIsCoroutine, span);
    let is_coroutine = Operand::unevaluated_constant(tcx, is_coroutine, &[future.into()], span);
    let is_other = run.builder.branch_unless(is_coroutine);
    let slot = run.slot(content, machine);
    run.assume_suspended(slot);
    let is_suspended = run.builder.jump();

    for branch in [is_started, is_other, is_suspended] {
        run.builder.bind(branch);
    }
    run.builder.call(
        LangItem::InlineAsyncPoll,
        &[content, sig.output],
        vec![Operand::Copy(machine), Operand::Move(cx)],
        Place::return_place(),
    );
    run.builder.finish(instance)
}

/// The parts of a `run`.
struct Run<'tcx> {
    builder: Builder<'tcx>,
    method: DefId,
    sig: InlineCallSig<'tcx>,
    /// The future of the implementation.
    future: Ty<'tcx>,
}

impl<'tcx> Run<'tcx> {
    /// What runs in the machine.
    fn content(&self) -> Ty<'tcx> {
        if self.sig.is_tracked {
            self.builder.tcx.inline_async_tracked_ty(self.future)
        } else {
            self.future
        }
    }

    /// The place of a value of the given type in the machine.
    fn slot(&mut self, ty: Ty<'tcx>, machine: Place<'tcx>) -> Place<'tcx> {
        let tcx = self.builder.tcx;
        let slot = self.builder.local(Ty::new_mut_ptr(tcx, ty));
        self.builder.call(LangItem::InlineAsyncSlot, &[ty], vec![Operand::Copy(machine)], slot);
        tcx.mk_place_deref(slot)
    }

    /// Moves receiver, arguments and the caller's location out of the machine.
    fn take_waiting(
        &mut self,
        machine: Place<'tcx>,
    ) -> (Place<'tcx>, Vec<Place<'tcx>>, Option<Place<'tcx>>) {
        let (tcx, sig) = (self.builder.tcx, self.sig);
        let waiting = tcx.require_lang_item(LangItem::InlineAsyncWaiting, self.builder.span());
        let waiting_arguments = sig.waiting_arguments(tcx);
        let waiting_args = tcx.mk_args(&[waiting_arguments.into()]);
        let waiting = Ty::new_adt(tcx, tcx.adt_def(waiting), waiting_args);
        let waiting = self.slot(waiting, machine);
        let pointer = Ty::new_mut_ptr(tcx, tcx.types.unit);
        let address = tcx.mk_place_field(waiting, FieldIdx::ZERO, pointer);
        let arguments = tcx.mk_place_field(waiting, FieldIdx::from_u32(1), waiting_arguments);

        let receiver = self.builder.local(sig.receiver);
        let moved = if sig.is_by_value {
            let object_ty = Ty::new_mut_ptr(tcx, sig.receiver);
            let object = self.builder.local(object_ty);
            self.builder.assign(
                object,
                Rvalue::Cast(CastKind::PtrToPtr, Operand::Copy(address), object_ty),
            );
            Rvalue::Use(Operand::Move(tcx.mk_place_deref(object)))
        } else {
            Rvalue::Cast(CastKind::Transmute, Operand::Copy(address), sig.receiver)
        };
        self.builder.assign(receiver, moved);

        let caller = sig.is_tracked.then(|| {
            let caller = self.builder.local(tcx.caller_location_ty());
            self.builder.assign(caller, Rvalue::Use(Operand::Copy(caller_of(tcx, arguments))));
            caller
        });
        let mut arguments = arguments;
        if sig.is_tracked {
            arguments = value_of(tcx, arguments, sig.passed_arguments(tcx));
        }
        if sig.is_local {
            arguments = value_of(tcx, arguments, sig.arguments);
        }
        let arguments = sig.arguments.tuple_fields().iter().enumerate().map(|(i, ty)| {
            let field = tcx.mk_place_field(arguments, FieldIdx::from_usize(i), ty);
            let moved = self.builder.local(ty);
            self.builder.assign(moved, Rvalue::Use(Operand::Move(field)));
            moved
        });
        (receiver, arguments.collect(), caller)
    }

    /// Says that the future in `place`, a coroutine that has been polled, is neither new nor finished:
    /// its `poll` need not ask.
    fn assume_suspended(&mut self, place: Place<'tcx>) {
        let (tcx, span) = (self.builder.tcx, self.builder.span());
        let future = self.future_in(place);
        let state = self.builder.local(self.future.discriminant_ty(tcx));
        self.builder.assign(state, Rvalue::Discriminant(future));
        // The type of a coroutine's discriminant.
        let ty = tcx.types.u32;
        let number = self.builder.local(ty);
        self.builder.assign(number, Rvalue::Cast(CastKind::Transmute, Operand::Copy(state), ty));
        let suspended = ty::CoroutineArgs::<TyCtxt<'tcx>>::RESERVED_VARIANTS;
        let suspended = Operand::const_from_scalar(
            tcx,
            ty,
            Scalar::from_u32(suspended.try_into().expect("a few")),
            span,
        );
        let is_suspended = self.builder.local(tcx.types.bool);
        self.builder.assign(
            is_suspended,
            Rvalue::BinaryOp(BinOp::Ge, Box::new((Operand::Copy(number), suspended))),
        );
        self.builder.assume(Operand::Copy(is_suspended));
    }

    /// The future of the implementation in what runs in the machine.
    fn future_in(&self, content: Place<'tcx>) -> Place<'tcx> {
        if self.sig.is_tracked { value_of(self.builder.tcx, content, self.future) } else { content }
    }

    /// Calls the implementation with what has been taken, and puts its future into `place`.
    fn start(
        &mut self,
        (receiver, arguments, caller): (Place<'tcx>, Vec<Place<'tcx>>, Option<Place<'tcx>>),
        place: Place<'tcx>,
    ) {
        let tcx = self.builder.tcx;
        if let Some(caller) = caller {
            self.builder.assign(caller_of(tcx, place), Rvalue::Use(Operand::Copy(caller)));
            let unit = self.builder.local(tcx.types.unit);
            let operands = vec![Operand::Copy(caller)];
            self.builder.call(LangItem::InlineAsyncCalledFrom, &[], operands, unit);
        }
        let future = self.future_in(place);
        let args = erased_args(tcx, self.method);
        let function = Operand::function_handle(tcx, self.method, args, self.builder.span());
        let operands = iter::once(receiver).chain(arguments);
        self.builder.call_operand(function, operands.map(Operand::Move).collect(), future);
    }
}

/// What is in a `Tracked` or a `Local`.
fn value_of<'tcx>(tcx: TyCtxt<'tcx>, wrapped: Place<'tcx>, ty: Ty<'tcx>) -> Place<'tcx> {
    tcx.mk_place_field(wrapped, FieldIdx::ZERO, ty)
}

/// The other field of a `Tracked`.
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

/// A body whose basic blocks are built in their order. A call goes on with the block after it.
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

    fn assume(&mut self, condition: Operand<'tcx>) {
        let kind = StatementKind::Intrinsic(Box::new(NonDivergingIntrinsic::Assume(condition)));
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

    fn span(&self) -> Span {
        self.source_info.span
    }

    /// Ends the block: where `condition` holds, the next block follows, else the one that the result is
    /// later bound to.
    fn branch_unless(&mut self, condition: Operand<'tcx>) -> BasicBlock {
        let branch = BasicBlock::new(self.blocks.len());
        // Of the two targets the first is not known yet.
        let targets = SwitchTargets::static_if(0, branch, BasicBlock::new(branch.index() + 1));
        self.end_block(TerminatorKind::SwitchInt { discr: condition, targets });
        branch
    }

    /// Ends the block: the one that the result is later bound to follows.
    fn jump(&mut self) -> BasicBlock {
        let block = BasicBlock::new(self.blocks.len());
        self.end_block(TerminatorKind::Goto { target: block });
        block
    }

    /// Has the block that ends in `branch` go on with the next block.
    fn bind(&mut self, branch: BasicBlock) {
        let next = BasicBlock::new(self.blocks.len());
        match &mut self.blocks[branch].terminator_mut().kind {
            TerminatorKind::SwitchInt { targets, .. } => targets.all_targets_mut()[0] = next,
            TerminatorKind::Goto { target } => *target = next,
            _ => bug!("no branch"),
        }
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
