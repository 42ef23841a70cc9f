//! The intrinsics that read the machine's layout and a method's table out of a vtable.

use rustc_middle::bug;
use rustc_middle::ty::inline_async::MachineLayout;
use rustc_middle::ty::{GenericArgsRef, Ty};
use rustc_span::{Symbol, sym};

use crate::meth;
use crate::traits::*;

pub(crate) fn codegen_intrinsic<'a, 'tcx, Bx: BuilderMethods<'a, 'tcx>>(
    bx: &mut Bx,
    name: Symbol,
    args: GenericArgsRef<'tcx>,
    vtable: Bx::Value,
) -> Bx::Value {
    match name {
        sym::inline_async_size => layout_word(bx, args.type_at(0), vtable, 0),
        sym::inline_async_align => layout_word(bx, args.type_at(0), vtable, 1),
        sym::inline_async_table => table(bx, args.type_at(0), args.type_at(1), vtable),
        _ => bug!("{name} is no intrinsic of inline async traits"),
    }
}

/// A word of the layout slot, or of the layout of a bare tag where the trait has no slot.
///
/// The words are data, not functions: a plain load serves them under virtual function elimination
/// as well.
fn layout_word<'a, 'tcx, Bx: BuilderMethods<'a, 'tcx>>(
    bx: &mut Bx,
    object: Ty<'tcx>,
    vtable: Bx::Value,
    word: usize,
) -> Bx::Value {
    let Some(slot) = bx.tcx().inline_async_slot_index(object) else {
        let layout = MachineLayout::bare_tag(bx);
        let words = [layout.size.bytes(), layout.align.bytes()];
        return bx.const_usize(words[word]);
    };
    let pointer_size = bx.data_layout().pointer_size();
    let offset = bx.const_usize((pointer_size * (slot + word) as u64).bytes());
    let pointer = bx.inbounds_ptradd(vtable, offset);
    let llty = bx.type_isize();
    let pointer_align = bx.data_layout().pointer_align().abi;
    let value = bx.load(llty, pointer, pointer_align);
    bx.set_invariant_load(value);
    value
}

fn table<'a, 'tcx, Bx: BuilderMethods<'a, 'tcx>>(
    bx: &mut Bx,
    object: Ty<'tcx>,
    method: Ty<'tcx>,
    vtable: Bx::Value,
) -> Bx::Value {
    let Some((_, index)) = bx.tcx().inline_async_entry(method) else {
        bug!("`{method}` is no inline async method of an object type");
    };
    let offset = (bx.data_layout().pointer_size() * index as u64).bytes();
    let llty = bx.type_ptr();
    meth::load_vtable(bx, vtable, llty, offset, object, true)
}
