//! The layout of a machine, `InlineCoroutine<T, dyn Trait>`.
//!
//! A tag word stands at offset 0. The future of each inline async method, as `T` implements it,
//! stands at the first offset after the tag that is aligned for that future; as only one method
//! runs at a time, they all overlap:
//!
//! ```text
//! | tag | future of `read`        |
//! | tag | future of `flush` |
//! | tag | pad | future of `close`, of a larger alignment |
//! ```
//!
//! Where a future stands depends on itself alone and not on the trait whose machine it is: one
//! start serves the machines of `dyn Trait` and of every `dyn Subtrait`.

use rustc_abi::{
    BackendRepr, FIRST_VARIANT, FieldIdx, FieldsShape, HasDataLayout, Layout, LayoutData, Size,
    Variants,
};
use rustc_hashes::Hash64;
use rustc_hir::LangItem;
use rustc_index::IndexVec;
use rustc_middle::ty::layout::{HasTyCtxt, LayoutCx, LayoutError, LayoutOf, TyAndLayout};
use rustc_middle::ty::{self, GenericArgsRef, Ty, TyCtxt, TypeVisitableExt};
use rustc_session::{SizeKind, VariantInfo};

use super::error;

pub(super) fn is_machine(tcx: TyCtxt<'_>, adt: ty::AdtDef<'_>) -> bool {
    tcx.is_lang_item(adt.did(), LangItem::InlineCoroutine)
}

pub(super) fn layout_of_machine<'tcx>(
    cx: &LayoutCx<'tcx>,
    ty: Ty<'tcx>,
    args: GenericArgsRef<'tcx>,
) -> Result<Layout<'tcx>, &'tcx LayoutError<'tcx>> {
    if args.has_non_region_param()
        || args.has_aliases()
        || args.has_non_region_infer()
        || args.has_non_region_placeholders()
    {
        return Err(error(cx, LayoutError::TooGeneric(ty)));
    }

    let tag = cx.data_layout().ptr_sized_integer();
    let mut size = tag.size();
    let mut align = tag.align(cx).abi;
    for (_, future) in futures(cx.tcx(), args) {
        let future = cx.layout_of(future)?;
        let end = offset_of_future(cx, future).checked_add(future.size, cx);
        size = size.max(end.ok_or_else(|| error(cx, LayoutError::SizeOverflow(ty)))?);
        align = align.max(future.align.abi);
    }
    let size = size.align_to(align);
    if size.bytes() >= cx.data_layout().obj_size_bound() {
        return Err(error(cx, LayoutError::SizeOverflow(ty)));
    }

    Ok(cx.tcx().mk_layout(LayoutData {
        // The struct has the tag and a marker; the futures are no fields of it.
        fields: FieldsShape::Arbitrary {
            offsets: IndexVec::from_raw(vec![Size::ZERO, tag.size()]),
            in_memory_order: IndexVec::from_raw(vec![FieldIdx::ZERO, FieldIdx::from_u32(1)]),
        },
        variants: Variants::Single { index: FIRST_VARIANT },
        backend_repr: BackendRepr::Memory { sized: true },
        largest_niche: None,
        uninhabited: false,
        align: rustc_abi::AbiAlign::new(align),
        size,
        max_repr_align: None,
        unadjusted_abi_align: align,
        randomization_seed: Hash64::ZERO,
    }))
}

/// What `-Zprint-type-sizes` shows of a machine: a variant for each method.
pub(super) fn variants_of_machine<'tcx>(
    cx: &LayoutCx<'tcx>,
    args: GenericArgsRef<'tcx>,
) -> Vec<VariantInfo> {
    let tcx = cx.tcx();
    futures(tcx, args)
        .filter_map(|(method, future)| {
            let future = cx.layout_of(future).ok()?;
            Some(VariantInfo {
                name: Some(tcx.item_name(method)),
                kind: SizeKind::Exact,
                size: (offset_of_future(cx, future) + future.size).bytes(),
                align: future.align.abi.bytes(),
                fields: vec![],
            })
        })
        .collect()
}

/// In step with `core::future::inline_async::slot`, which is how start finds the place.
fn offset_of_future<'tcx>(cx: &LayoutCx<'tcx>, future: TyAndLayout<'tcx>) -> Size {
    cx.data_layout().pointer_size().align_to(future.align.abi)
}

/// The futures of the implementation, each with its method.
fn futures<'tcx>(
    tcx: TyCtxt<'tcx>,
    args: GenericArgsRef<'tcx>,
) -> impl Iterator<Item = (rustc_hir::def_id::DefId, Ty<'tcx>)> {
    let principal = match args.type_at(1).kind() {
        ty::Dynamic(predicates, _) => predicates.principal(),
        _ => None,
    };
    principal.into_iter().flat_map(move |principal| {
        let trait_ref = principal.with_self_ty(tcx, args.type_at(0));
        tcx.inline_async_futures(tcx.instantiate_bound_regions_with_erased(trait_ref))
    })
}
