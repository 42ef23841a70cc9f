//! What a call of an `inline async fn` says of its method, against the method itself.
//!
//! A method's table says neither what receiver and arguments have to wait in the machine nor what its
//! `run` gives: nothing but the types named at the intrinsic that reads it from the vtable does. The
//! bodies that name them are the call's shim and the functions of `core` that make calls on bindings,
//! for which type checking gives the types.

use rustc_middle::ty::{self, GenericArgsRef, Instance, InstanceKind, Ty, TyCtxt, VtblEntry};
use rustc_span::{ErrorGuaranteed, Symbol, sym};

use crate::errors::inline_async::{
    InlineAsyncMethod, InlineAsyncReceiverLayout, InlineAsyncSignature,
};

/// Checks an instance of `inline_async_table<D, F, Recv, Args, R>`. Of other intrinsics there is
/// nothing to say.
pub(crate) fn check_intrinsic<'tcx>(tcx: TyCtxt<'tcx>, name: Symbol, args: GenericArgsRef<'tcx>) {
    if name == sym::inline_async_table {
        // Where this is an error, there is no code generation.
        let _ = check_table(tcx, args);
    }
}

/// The functions that the tables of inline async methods in a vtable have beside the entries' own.
pub(crate) fn drops_of_vtable<'tcx>(
    tcx: TyCtxt<'tcx>,
    entries: &'tcx [VtblEntry<'tcx>],
) -> impl Iterator<Item = Instance<'tcx>> {
    entries.iter().filter_map(move |entry| match *entry {
        VtblEntry::Method(run) if matches!(run.def, InstanceKind::InlineAsyncRun(_)) => {
            Some(tcx.inline_async_drop(run)).filter(|drop| tcx.should_codegen_locally(*drop))
        }
        _ => None,
    })
}

/// What is named where `instance` is in error: the method, for a function that calls it on a binding.
pub(crate) fn as_called<'tcx>(tcx: TyCtxt<'tcx>, instance: Instance<'tcx>) -> Instance<'tcx> {
    match tcx.inline_async_method_of_function(instance.def_id(), instance.args).map(Ty::kind) {
        Some(&ty::FnDef(method, args)) => Instance::new_raw(method, args),
        _ => instance,
    }
}

fn check_table<'tcx>(tcx: TyCtxt<'tcx>, args: GenericArgsRef<'tcx>) -> Result<(), ErrorGuaranteed> {
    let fn_item = args.type_at(1);
    let ty::FnDef(method, _) = *fn_item.kind() else {
        let method = fn_item.to_string();
        return Err(tcx.dcx().emit_err(InlineAsyncMethod { span: None, method }));
    };
    let span = tcx.def_span(method);
    let path = || tcx.def_path_str(method);
    let Some(declared) = tcx.inline_call_sig_of_object(fn_item) else {
        return Err(tcx.dcx().emit_err(InlineAsyncMethod { span: Some(span), method: path() }));
    };

    if let Some([declared, used]) = tcx.inline_async_signature_mismatch(args) {
        let error = InlineAsyncSignature { span, method: path(), declared, used };
        return Err(tcx.dcx().emit_err(error));
    }

    if declared.is_by_value {
        return Ok(());
    }
    let typing_env = ty::TypingEnv::fully_monomorphized();
    let layout_of = |ty| {
        tcx.layout_of(typing_env.as_query_input(ty))
            .map_err(|error| tcx.dcx().span_delayed_bug(span, error.to_string()))
    };
    let receiver = layout_of(declared.receiver)?;
    let room = layout_of(Ty::new_imm_ref(tcx, tcx.lifetimes.re_erased, args.type_at(0)))?;
    if receiver.size != room.size || receiver.align.abi != room.align.abi {
        return Err(tcx.dcx().emit_err(InlineAsyncReceiverLayout {
            span,
            method: path(),
            receiver: declared.receiver,
            size: receiver.size.bytes(),
            align: receiver.align.abi.bytes(),
            room: room.size.bytes(),
            room_align: room.align.abi.bytes(),
        }));
    }
    Ok(())
}
