//! The intrinsics that read the machine's layout and a method's table out of a vtable, and what a
//! program without an allocator has in its place.

use rustc_ast::expand::allocator::{
    AllocatorKind, AllocatorMethod, AllocatorMethodInput as Input, AllocatorTy,
};
use rustc_hir::def_id::{CrateNum, LOCAL_CRATE};
use rustc_middle::bug;
use rustc_middle::middle::dependency_format::Linkage;
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

/// What the allocator shim has for calls. Nothing, if `alloc` has it.
pub(crate) fn default_place(tcx: TyCtxt<'_>) -> impl Iterator<Item = AllocatorMethod> {
    let methods = if is_without_place(tcx) { DEFAULT_PLACE } else { &[] };
    methods.iter().copied()
}

/// The kind for which the shim has only [`default_place`], where the program has no allocator.
pub(crate) fn kind_without_allocator(tcx: TyCtxt<'_>) -> Option<AllocatorKind> {
    is_without_place(tcx).then_some(AllocatorKind::Global)
}

/// Whether what is linked may make calls, and has no functions that these ask for memory.
fn is_without_place(tcx: TyCtxt<'_>) -> bool {
    let lang_items = tcx.lang_items();
    let is_linked = tcx.crate_types().iter().any(|&crate_type| crate_type != CrateType::Rlib);
    // Without `core`, nothing is there to be forwarded to.
    let has_core = lang_items.inline_call().is_some_and(|call| !call.is_local());
    let has_alloc = tcx.allocator_kind(()).is_some()
        && lang_items.owned_box().is_none_or(|owned_box| !is_never_linked(tcx, owned_box.krate));
    is_linked && has_core && !has_alloc && may_make_calls(tcx)
}

/// Whether the crate is a name and no more, as it is with `#[no_link]`.
fn is_never_linked(tcx: TyCtxt<'_>, krate: CrateNum) -> bool {
    // Nothing is known of it where the compiler does not link.
    let mut linkages =
        tcx.dependency_formats(()).values().filter_map(|linkages| linkages.get(krate)).peekable();
    linkages.peek().is_some() && linkages.all(|&linkage| linkage == Linkage::NotLinked)
}

/// Whether a crate has inline async methods, or this one the types of calls and bindings: those of an
/// object without such methods are legal, too.
fn may_make_calls(tcx: TyCtxt<'_>) -> bool {
    tcx.features().enabled(sym::inline_async)
        || tcx
            .crates(())
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
    if is_without_place(tcx) && !is_linked_to {
        SymbolVisibility::Hidden
    } else {
        tcx.sess.default_visibility()
    }
}
