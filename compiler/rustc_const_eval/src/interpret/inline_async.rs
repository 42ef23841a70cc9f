//! The layout slot of a vtable, which is symbolic here: asked of the layout, not of memory.

use rustc_middle::mir::interpret::{InterpResult, Pointer, interp_ok};
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
