//! The intrinsics that read the machine's layout and a method's table out of a vtable, and what a
//! program without an allocator has in its place.

use rustc_ast::expand::allocator::{
    AllocatorKind, AllocatorMethod, AllocatorMethodInput as Input, AllocatorTy,
};
use rustc_hir::def_id::LOCAL_CRATE;
use rustc_middle::bug;
use rustc_middle::ty::inline_async::MachineLayout;
use rustc_middle::ty::{GenericArgsRef, Ty, TyCtxt};
use rustc_session::config::CrateType;
use rustc_span::{Symbol, sym};
use rustc_target::spec::SymbolVisibility;

use crate::meth;
use crate::traits::*;

/// Those intrinsics of the feature that are not made from their bodies in `core`.
pub const INTRINSICS: [Symbol; 4] = [
    sym::inline_async_size,
    sym::inline_async_align,
    sym::inline_async_table,
    sym::inline_async_called_from,
];

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

/// The functions by which a call asks for memory of its own.
///
/// `alloc` defines them. In a program without it, they forward to what `core` has.
static DEFAULT_PLACE: &[AllocatorMethod] = &[
    AllocatorMethod {
        name: sym::inline_async_allocate,
        special: None,
        inputs: &[Input { name: "layout", ty: AllocatorTy::Layout }],
        output: AllocatorTy::ResultPtr,
    },
    AllocatorMethod {
        name: sym::inline_async_deallocate,
        special: None,
        inputs: &[
            Input { name: "memory", ty: AllocatorTy::Ptr },
            Input { name: "layout", ty: AllocatorTy::Layout },
        ],
        output: AllocatorTy::Unit,
    },
    AllocatorMethod {
        name: sym::inline_async_no_memory,
        special: None,
        inputs: &[
            Input { name: "layout", ty: AllocatorTy::Layout },
            Input { name: "object", ty: AllocatorTy::Ptr },
            Input { name: "object_len", ty: AllocatorTy::Usize },
        ],
        output: AllocatorTy::Never,
    },
];

/// What the allocator shim has for calls. Nothing, if there is an allocator.
pub(crate) fn default_place(tcx: TyCtxt<'_>) -> impl Iterator<Item = AllocatorMethod> {
    let methods = if tcx.allocator_kind(()).is_none() { DEFAULT_PLACE } else { &[] };
    methods.iter().copied()
}

/// The kind for which the shim has only [`default_place`], where the program has no allocator and
/// may make calls.
pub(crate) fn kind_without_allocator(tcx: TyCtxt<'_>) -> Option<AllocatorKind> {
    // Without `core`, nothing is there to be forwarded to.
    tcx.lang_items().inline_call().filter(|call| !call.is_local())?;
    tcx.crate_types()
        .iter()
        .any(|crate_type| match crate_type {
            CrateType::Rlib => false,
            // What is linked to it may make them.
            CrateType::Dylib | CrateType::Sdylib => true,
            CrateType::Executable
            | CrateType::StaticLib
            | CrateType::Cdylib
            | CrateType::ProcMacro => has_inline_async_trait(tcx),
        })
        .then_some(AllocatorKind::Global)
}

fn has_inline_async_trait(tcx: TyCtxt<'_>) -> bool {
    tcx.crates(())
        .iter()
        .chain(&[LOCAL_CRATE])
        .flat_map(|&krate| tcx.traits(krate))
        .any(|&trait_def_id| tcx.has_inline_async_methods(trait_def_id))
}

/// The visibility of what the shim defines.
///
/// Two shared libraries in one process, of which one has an allocator, must not share what a call
/// gets where there is none.
pub fn allocator_shim_visibility(tcx: TyCtxt<'_>) -> SymbolVisibility {
    let is_linked_to = tcx
        .crate_types()
        .iter()
        .any(|crate_type| matches!(crate_type, CrateType::Dylib | CrateType::Sdylib));
    if tcx.allocator_kind(()).is_none() && !is_linked_to {
        SymbolVisibility::Hidden
    } else {
        tcx.sess.default_visibility()
    }
}
