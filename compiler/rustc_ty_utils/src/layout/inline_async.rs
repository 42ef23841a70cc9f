//! The layout of a machine, `InlineCoroutine<T, dyn Trait>`.
//!
//! A tag word stands at offset 0. What the call of an inline async method is made of, as `T`
//! implements it, stands at the first offset after the tag that is aligned for it: receiver and
//! arguments as long as the call waits, then its future, unless that never suspends and runs on the
//! stack. As only one method runs at a time, all of them overlap:
//!
//! ```text
//! | tag | receiver | arguments of `read` |
//! | tag | future of `read`        |
//! | tag | receiver |
//! | tag | future of `flush` |
//! | tag | receiver |
//! | tag | pad | future of `close`, of a larger alignment |
//! ```
//!
//! Where each of these stands depends on itself alone and not on the trait whose machine it is: one
//! `run` serves the machines of `dyn Trait` and of every `dyn Subtrait`.

use rustc_abi::{
    BackendRepr, FIRST_VARIANT, FieldIdx, FieldsShape, HasDataLayout, Layout, LayoutData, Size,
    Variants,
};
use rustc_hashes::Hash64;
use rustc_hir::LangItem;
use rustc_index::IndexVec;
use rustc_middle::ty::inline_async::{MachineLayout, MethodInMachine};
use rustc_middle::ty::layout::{HasTyCtxt, LayoutCx, LayoutError, LayoutOf};
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

    let mut machine = MachineLayout::bare_tag(cx);
    for method in methods(cx.tcx(), args) {
        for content in method.contents(cx.tcx()) {
            let content = cx.layout_of(content)?.layout;
            machine = machine
                .with_room_for(cx, content)
                .ok_or_else(|| error(cx, LayoutError::SizeOverflow(ty)))?;
        }
    }
    let MachineLayout { size, align } = machine;

    Ok(cx.tcx().mk_layout(LayoutData {
        // The struct has the tag and a marker; the rest is no field of it.
        fields: FieldsShape::Arbitrary {
            offsets: IndexVec::from_raw(vec![Size::ZERO, cx.data_layout().pointer_size()]),
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
    methods(tcx, args)
        .filter_map(|method| {
            let mut variant = VariantInfo {
                name: Some(tcx.item_name(method.method)),
                kind: SizeKind::Exact,
                size: 0,
                align: 1,
                fields: vec![],
            };
            for content in method.contents(tcx) {
                let content = cx.layout_of(content).ok()?.layout;
                let align = content.align().abi;
                let end = MachineLayout::offset_behind_tag(cx, align) + content.size();
                variant.size = variant.size.max(end.bytes());
                variant.align = variant.align.max(align.bytes());
            }
            Some(variant)
        })
        .collect()
}

/// The methods of the implementation.
fn methods<'tcx>(
    tcx: TyCtxt<'tcx>,
    args: GenericArgsRef<'tcx>,
) -> impl Iterator<Item = MethodInMachine<'tcx>> {
    let principal = match args.type_at(1).kind() {
        ty::Dynamic(predicates, _) => predicates.principal(),
        _ => None,
    };
    principal.into_iter().flat_map(move |principal| {
        let trait_ref = principal.with_self_ty(tcx, args.type_at(0));
        tcx.inline_async_methods_in_machine(tcx.instantiate_bound_regions_with_erased(trait_ref))
    })
}
