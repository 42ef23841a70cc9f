//! The table of an inline async method, as one type implements it.
//!
//! The entry of the method in a vtable is the address of its table, which is the same for `dyn Trait`
//! and for every `dyn Subtrait`:
//!
//! ```ignore (illustrative)
//! static TABLE: MethodTable = MethodTable {
//!     run: /* InstanceKind::InlineAsyncRun */,    // unsafe fn(*mut (), &mut Context<'_>) -> Poll<R>
//!     drop: /* inline_async::machine::drop */,    // unsafe fn(*mut ())
//!     layout: /* of the machine that this method alone needs */,
//! };
//! ```

use rustc_ast::Mutability;
use rustc_hir::LangItem;
use rustc_hir::def_id::DefId;
use rustc_span::DUMMY_SP;

use crate::mir::interpret::{
    AllocId, AllocInit, Allocation, CTFE_ALLOC_SALT, Pointer, Scalar, alloc_range,
};
use crate::ty::inline_async::MethodInMachine;
use crate::ty::{self, CoroutineArgsExt as _, Instance, Ty, TyCtxt};

/// The longest future that runs on the stack of its `run`, if it never suspends.
const ON_STACK_BYTES: u64 = 512;

impl<'tcx> TyCtxt<'tcx> {
    /// The table of the method that `run` is for. In step with
    /// `core::future::inline_async::table::MethodTable`.
    pub fn inline_async_table(self, run: Instance<'tcx>) -> AllocId {
        let method = self.inline_async_run_in_machine(run);
        let layout = self.inline_async_method_layout(method);
        let fits_call = layout.fits_call(&self, self.layout_in_machine(method.waiting));
        // An alignment has no bit to spare where that of a word is one byte; but it can be shifted,
        // since no size is less than its alignment.
        let align = layout.align.bytes() << 1 | u64::from(fits_call);

        let word = self.data_layout.pointer_size();
        let function = |instance| {
            let id = self.reserve_and_set_fn_alloc(instance, CTFE_ALLOC_SALT);
            Scalar::from_pointer(Pointer::from(id), &self)
        };
        let words = [
            function(run),
            function(self.inline_async_drop_of(method)),
            Scalar::from_uint(layout.size.bytes(), word),
            Scalar::from_uint(align, word),
        ];
        let pointer_align = self.data_layout.pointer_align().abi;
        let mut table =
            Allocation::new(word * words.len() as u64, pointer_align, AllocInit::Uninit, ());
        for (i, scalar) in words.into_iter().enumerate() {
            table
                .write_scalar(&self, alloc_range(word * i as u64, word), scalar)
                .expect("the table is four words");
        }
        table.mutability = Mutability::Not;
        self.reserve_and_set_memory_alloc(self.mk_const_alloc(table))
    }

    /// The other function in the table of `run`: drops what a call of the method is made of.
    pub fn inline_async_drop(self, run: Instance<'tcx>) -> Instance<'tcx> {
        self.inline_async_drop_of(self.inline_async_run_in_machine(run))
    }

    /// What a machine has to hold of the method that `run` is for.
    fn inline_async_run_in_machine(self, run: Instance<'tcx>) -> MethodInMachine<'tcx> {
        let method = run.def_id();
        let trait_args = ty::TraitRef::from_assoc(self, self.parent(method), run.args).args;
        self.inline_async_in_machine(method, trait_args)
    }

    fn inline_async_drop_of(
        self,
        MethodInMachine { future, sig, .. }: MethodInMachine<'tcx>,
    ) -> Instance<'tcx> {
        let drop = if sig.is_by_value {
            LangItem::InlineAsyncDropConsuming
        } else {
            LangItem::InlineAsyncDrop
        };
        let args =
            self.mk_args(&[future.into(), sig.receiver.into(), sig.waiting_arguments(self).into()]);
        let typing_env = ty::TypingEnv::fully_monomorphized();
        let args = self.normalize_erasing_regions(typing_env, args);
        Instance::new_raw(self.require_lang_item(drop, DUMMY_SP), args)
    }

    /// `Poll<R>`, for the output `R` of a method.
    pub fn inline_async_poll_ty(self, output: Ty<'tcx>) -> Ty<'tcx> {
        let poll = self.require_lang_item(LangItem::Poll, DUMMY_SP);
        Ty::new_adt(self, self.adt_def(poll), self.mk_args(&[output.into()]))
    }

    /// The type of a `run` of `method`: `unsafe fn(*mut (), &mut Context<'_>) -> Poll<R>`. `args` are
    /// those of the method.
    pub fn inline_async_run_sig(
        self,
        method: DefId,
        args: ty::GenericArgsRef<'tcx>,
    ) -> ty::FnSig<'tcx> {
        let trait_args = ty::TraitRef::from_assoc(self, self.parent(method), args).args;
        let opaque = self.inline_async_opaque_of_method(method);
        let args = self.inline_async_item_args(opaque, trait_args);
        self.mk_fn_sig(
            [Ty::new_mut_ptr(self, self.types.unit), Ty::new_task_context(self)],
            self.inline_async_poll_ty(self.inline_async_output(opaque, args)),
            false,
            rustc_hir::Safety::Unsafe,
            rustc_abi::ExternAbi::Rust,
        )
    }

    /// Whether the future `ty` is a coroutine that is ready when it is polled for the first time, and
    /// not large: it need not be in a machine.
    pub fn inline_async_never_suspends(self, ty: Ty<'tcx>) -> bool {
        let coroutine = match *ty.kind() {
            ty::Adt(adt, args) if self.is_lang_item(adt.did(), LangItem::InlineAsyncTracked) => {
                args.type_at(0)
            }
            _ => ty,
        };
        let ty::Coroutine(def_id, args) = *coroutine.kind() else { return false };
        let typing_env = ty::TypingEnv::fully_monomorphized();
        let is_small = self
            .layout_of(typing_env.as_query_input(ty))
            .is_ok_and(|layout| layout.size.bytes() <= ON_STACK_BYTES);
        is_small
            && self.coroutine_layout(def_id, args).is_ok_and(|layout| {
                layout.variant_fields.len() == ty::CoroutineArgs::<TyCtxt<'tcx>>::RESERVED_VARIANTS
            })
    }
}
