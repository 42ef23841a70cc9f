//! The layout slot of a vtable, which is symbolic here: asked of the layout, not of memory.

use rustc_middle::mir::interpret::{InterpResult, Pointer, interp_ok};
use rustc_middle::ty::inline_async::MachineLayout;
use rustc_middle::ty::{self, Ty};

use super::{InterpCx, Machine};

impl<'tcx, M: Machine<'tcx>> InterpCx<'tcx, M> {
    /// The layout of the machine of the type that `vtable` is for, as `object`.
    pub(super) fn inline_async_machine_layout(
        &self,
        vtable: Pointer<Option<M::Provenance>>,
        object: Ty<'tcx>,
    ) -> InterpResult<'tcx, MachineLayout> {
        let ty = self.get_ptr_vtable_ty(vtable, None)?;
        let tag = self.tcx.data_layout.ptr_sized_integer();
        let align = tag.align(&self.tcx.data_layout).abi;
        let bare_tag = MachineLayout { size: tag.size(), align, fits_call: true };
        let ty::Dynamic(predicates, _) = object.kind() else { return interp_ok(bare_tag) };
        let Some(principal) = predicates.principal() else { return interp_ok(bare_tag) };
        let trait_ref =
            self.tcx.instantiate_bound_regions_with_erased(principal.with_self_ty(*self.tcx, ty));
        let trait_ref = self.tcx.erase_and_anonymize_regions(trait_ref);
        interp_ok(self.tcx.inline_async_machine_layout(trait_ref))
    }
}
