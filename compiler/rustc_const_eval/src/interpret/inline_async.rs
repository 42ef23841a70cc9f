//! What stands in a vtable of a machine and of its methods. A vtable is symbolic here: the layout slot
//! is asked of the layout, and a method's table of the vtable's contents.

use rustc_middle::mir::interpret::{
    InterpResult, Pointer, PointerArithmetic, alloc_range, interp_ok,
};
use rustc_middle::ty::inline_async::MachineLayout;
use rustc_middle::ty::{self, Ty};

use super::{Immediate, InterpCx, Machine, ensure_monomorphic_enough, throw_ub_format};

impl<'tcx, M: Machine<'tcx>> InterpCx<'tcx, M> {
    /// The layout of the machine of the type that `vtable` is for, as `object`.
    pub(super) fn inline_async_machine_layout(
        &self,
        vtable: Pointer<Option<M::Provenance>>,
        object: Ty<'tcx>,
    ) -> InterpResult<'tcx, MachineLayout> {
        let ty = self.get_ptr_vtable_ty(vtable, None)?;
        let bare_tag = MachineLayout::bare_tag(self);
        let ty::Dynamic(predicates, _) = object.kind() else { return interp_ok(bare_tag) };
        let Some(principal) = predicates.principal() else { return interp_ok(bare_tag) };
        let trait_ref =
            self.tcx.instantiate_bound_regions_with_erased(principal.with_self_ty(*self.tcx, ty));
        let trait_ref = self.tcx.erase_and_anonymize_regions(trait_ref);
        interp_ok(self.tcx.inline_async_machine_layout(trait_ref))
    }

    /// The table of a method in a vtable: `args` are those of `inline_async_table<D, F, Recv, Args, R>`,
    /// `F` being the type of a function item `<dyn Trait as Trait>::m`.
    pub(super) fn inline_async_table(
        &self,
        vtable: Pointer<Option<M::Provenance>>,
        args: ty::GenericArgsRef<'tcx>,
    ) -> InterpResult<'tcx, Pointer<Option<M::Provenance>>> {
        let method = args.type_at(1);
        let Some((object, index)) = self.tcx.inline_async_entry(method) else {
            throw_ub_format!("`{method}` is no inline async method of an object type");
        };
        let ty::Dynamic(predicates, _) = object.kind() else {
            throw_ub_format!("`{object}` is no object type");
        };
        if let Some([declared, used]) = self.tcx.inline_async_signature_mismatch(args) {
            throw_ub_format!(
                "`{method}` has the signature `{declared}`, and is called as `{used}`"
            );
        }
        let ty = self.get_ptr_vtable_ty(vtable, Some(predicates))?;
        let principal = predicates
            .principal()
            .map(|principal| self.tcx.instantiate_bound_regions_with_erased(principal));
        let contents = self.tcx.vtable_allocation((ty, principal));
        let contents = self.tcx.global_alloc(contents).unwrap_memory().inner();
        let word = self.tcx.data_layout.pointer_size();
        let entry = alloc_range(word * u64::try_from(index).expect("a word"), word);
        match contents.read_scalar(self, entry, /* read_provenance */ true) {
            Ok(table) => {
                let table = table.to_pointer(self)?;
                let Some(table) = table.into_pointer_or_addr().ok() else {
                    throw_ub_format!(
                        "the entry of `{method}` in the vtable of `{ty}` is no pointer"
                    )
                };
                interp_ok(self.global_root_pointer(table)?.into())
            }
            Err(_) => throw_ub_format!("`{method}` is vacant in the vtable of `{ty}`"),
        }
    }

    /// Where in a vtable the layout slot of the object type `ty` stands, or the entry of the inline
    /// async method whose function item has the type `ty`; the largest word if there is no such thing.
    pub(super) fn inline_async_vtable_index(&self, ty: Ty<'tcx>) -> InterpResult<'tcx, u64> {
        ensure_monomorphic_enough(*self.tcx, ty)?;
        let index = match self.tcx.inline_async_entry(ty) {
            Some((_, index)) => Some(index),
            None => self.tcx.inline_async_slot_index(ty),
        };
        interp_ok(index.map_or(self.target_usize_max(), |index| index.try_into().expect("a word")))
    }

    /// The function whose function item has the type `fn_item`.
    pub(super) fn inline_async_function(
        &self,
        fn_item: Ty<'tcx>,
    ) -> InterpResult<'tcx, ty::InstanceKind<'tcx>> {
        ensure_monomorphic_enough(*self.tcx, fn_item)?;
        let ty::FnDef(def_id, args) = *fn_item.kind() else {
            throw_ub_format!("`{fn_item}` is no function item");
        };
        interp_ok(self.resolve(def_id, args)?.def)
    }

    /// The location that a `#[track_caller]` function has as its caller, if that was told with
    /// `inline_async_called_from`: if so the first function that is not `#[track_caller]`.
    pub(super) fn inline_async_caller(&self) -> Option<Immediate<M::Provenance>> {
        for frame in self.stack().iter().rev() {
            let source_info = *frame.body.source_info(frame.loc.left()?);
            let is_inlined = |_| Err(());
            let tracked =
                frame.body.caller_location_span(source_info, Some(Ok(())), *self.tcx, is_inlined);
            if tracked.is_err() {
                return None;
            }
            if !frame.instance.def.requires_caller_location(*self.tcx) {
                return frame.caller_location;
            }
        }
        None
    }
}
