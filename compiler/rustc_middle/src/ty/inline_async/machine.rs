//! What a machine has room for.
//!
//! A tag of one word stands at offset 0. Behind it, at the first offset that is aligned for it, stands
//! what the call of one method is made of: receiver and arguments as long as the call waits, the
//! future of the implementation when it runs, unless that never suspends and runs on the stack. A
//! machine has room for each of its methods; it runs one at a time.

use rustc_abi::{Align, HasDataLayout, Size};
use rustc_hir::LangItem;
use rustc_hir::def_id::DefId;
use rustc_span::DUMMY_SP;
use rustc_type_ir::elaborate;

use crate::ty::inline_async::InlineCallSig;
use crate::ty::predicate::ExistentialPredicateStableCmpExt as _;
use crate::ty::{self, Ty, TyCtxt};

/// How many words an `InlineCall` is as a machine, its tag included. In step with
/// `core::future::inline_async::call`.
const CALL_WORDS: u64 = 7;

/// The layout of a machine.
#[derive(Copy, Clone, Debug)]
pub struct MachineLayout {
    pub size: Size,
    pub align: Align,
}

impl MachineLayout {
    /// The layout where there is no method: that of the tag.
    pub fn bare_tag(cx: &impl HasDataLayout) -> Self {
        let word = cx.data_layout().ptr_sized_integer();
        // The lowest bit of a machine's address is spare, also where a word is aligned to a byte.
        let align = word.align(cx).abi.max(Align::from_bytes(2).expect("a power of two"));
        MachineLayout { size: word.size().align_to(align), align }
    }

    /// Where the machine has something of the given alignment. It depends on nothing else: one `run`
    /// serves the machines of `dyn Trait` and of every `dyn Subtrait`. In step with
    /// `core::future::inline_async::machine::slot`.
    pub fn offset_behind_tag(cx: &impl HasDataLayout, align: Align) -> Size {
        cx.data_layout().pointer_size().align_to(align)
    }

    /// The layout that has room for this too, unless that is too large.
    pub fn with_room_for(
        self,
        cx: &impl HasDataLayout,
        content: rustc_abi::Layout<'_>,
    ) -> Option<Self> {
        let offset = Self::offset_behind_tag(cx, content.align().abi);
        let end = offset.checked_add(content.size(), cx)?;
        let align = self.align.max(content.align().abi);
        let size = self.size.max(end).align_to(align);
        (size.bytes() < cx.data_layout().obj_size_bound()).then_some(MachineLayout { size, align })
    }

    /// Whether a call is such a machine itself. It has room for what waits in any case.
    pub fn fits_call(self, cx: &impl HasDataLayout, waiting: rustc_abi::Layout<'_>) -> bool {
        let data_layout = cx.data_layout();
        let word = data_layout.ptr_sized_integer();
        // A call is aligned for words and for `u64`.
        let align = word.align(cx).abi.max(data_layout.i64_align).max(waiting.align().abi);
        let waits = Self::offset_behind_tag(cx, waiting.align().abi) + waiting.size();
        let size = (word.size() * CALL_WORDS).max(waits).align_to(align);
        self.align <= align && self.size <= size
    }
}

/// What a machine has to hold of one method, as an implementation has it.
#[derive(Copy, Clone, Debug)]
pub struct MethodInMachine<'tcx> {
    pub method: DefId,
    pub future: Ty<'tcx>,
    /// Receiver and arguments, `Waiting<Args>`.
    pub waiting: Ty<'tcx>,
    pub(super) sig: InlineCallSig<'tcx>,
}

impl<'tcx> MethodInMachine<'tcx> {
    /// The types of which there is one in the machine, be it that the call waits or that it runs. A
    /// future that never suspends runs on the stack.
    pub fn contents(&self, tcx: TyCtxt<'tcx>) -> impl Iterator<Item = Ty<'tcx>> {
        let runs_on_stack = tcx
            .try_normalize_erasing_regions(ty::TypingEnv::fully_monomorphized(), self.future)
            .is_ok_and(|future| tcx.inline_async_never_suspends(future));
        (!runs_on_stack).then_some(self.future).into_iter().chain([self.waiting])
    }
}

impl<'tcx> TyCtxt<'tcx> {
    /// The machine of the implementation `trait_ref` (of a known type): `InlineCoroutine<T, dyn
    /// Trait>`.
    pub fn inline_async_machine_ty(self, trait_ref: ty::TraitRef<'tcx>) -> Ty<'tcx> {
        let object = self.object_ty_of_impl(trait_ref);
        let machine = self.require_lang_item(LangItem::InlineCoroutine, DUMMY_SP);
        let args = [trait_ref.self_ty(), object].map(ty::GenericArg::from);
        Ty::new_adt(self, self.adt_def(machine), self.mk_args(&args))
    }

    /// The layout of the machine of an implementation, as the layout slot has it.
    pub fn inline_async_machine_layout(self, trait_ref: ty::TraitRef<'tcx>) -> MachineLayout {
        let machine = self.layout_in_machine(self.inline_async_machine_ty(trait_ref));
        MachineLayout { size: machine.size(), align: machine.align().abi }
    }

    /// The layout that a machine for nothing but this method has.
    pub(super) fn inline_async_method_layout(self, method: MethodInMachine<'tcx>) -> MachineLayout {
        method.contents(self).fold(MachineLayout::bare_tag(&self), |layout, content| {
            let content = self.layout_in_machine(content);
            layout.with_room_for(&self, content).unwrap_or_else(|| {
                let method = self.def_path_str(method.method);
                self.dcx().fatal(format!("the machine of `{method}` is too large"))
            })
        })
    }

    pub(super) fn layout_in_machine(self, ty: Ty<'tcx>) -> rustc_abi::Layout<'tcx> {
        let typing_env = ty::TypingEnv::fully_monomorphized();
        match self.layout_of(typing_env.as_query_input(ty)) {
            Ok(layout) => layout.layout,
            Err(error) => self.dcx().fatal(error.to_string()),
        }
    }

    /// The inline async methods of the trait and its supertraits, as the implementation has them. A
    /// method whose `where` clauses do not hold is vacant and none of them.
    pub fn inline_async_methods_in_machine(
        self,
        trait_ref: ty::TraitRef<'tcx>,
    ) -> impl Iterator<Item = MethodInMachine<'tcx>> {
        elaborate::supertraits(self, ty::Binder::dummy(trait_ref))
            .flat_map(move |supertrait| {
                let supertrait = self.instantiate_bound_regions_with_erased(supertrait);
                self.own_inline_async_methods(supertrait.def_id)
                    .map(move |(method, _)| (supertrait, method))
            })
            .filter(move |&(supertrait, method)| {
                let args = self.inline_async_item_args(method, supertrait.args);
                !self.generics_require_sized_self(method)
                    && !self.instantiate_and_check_impossible_predicates((method, args))
            })
            .map(move |(supertrait, method)| self.inline_async_in_machine(method, supertrait.args))
    }

    /// What a machine has to hold of `method`, where the trait's arguments are `trait_args`.
    pub(super) fn inline_async_in_machine(
        self,
        method: DefId,
        trait_args: ty::GenericArgsRef<'tcx>,
    ) -> MethodInMachine<'tcx> {
        let opaque = self.inline_async_opaque_of_method(method);
        let args = self.inline_async_item_args(opaque, trait_args);
        let sig = self.inline_call_sig(opaque, args);
        let future = Ty::new_projection_from_args(self, opaque, args);
        let waiting = self.require_lang_item(LangItem::InlineAsyncWaiting, DUMMY_SP);
        let arguments = sig.waiting_arguments(self);
        MethodInMachine {
            method,
            sig,
            future: if sig.is_tracked { self.inline_async_tracked_ty(future) } else { future },
            waiting: Ty::new_adt(self, self.adt_def(waiting), self.mk_args(&[arguments.into()])),
        }
    }

    /// The object type that an implementation coerces to, `dyn Trait<Item = <T as Trait>::Item>`.
    fn object_ty_of_impl(self, trait_ref: ty::TraitRef<'tcx>) -> Ty<'tcx> {
        let erase = |predicate| ty::Binder::dummy(predicate);
        let principal = ty::ExistentialPredicate::Trait(ty::ExistentialTraitRef::erase_self_ty(
            self, trait_ref,
        ));
        let mut projections = vec![];
        for supertrait in elaborate::supertraits(self, ty::Binder::dummy(trait_ref)) {
            let supertrait = self.instantiate_bound_regions_with_erased(supertrait);
            for item in self.associated_items(supertrait.def_id).in_definition_order() {
                if !(item.is_type() || item.is_type_const())
                    || item.is_impl_trait_in_trait()
                    || self.generics_require_sized_self(item.def_id)
                {
                    continue;
                }
                let projection_term =
                    ty::AliasTerm::new_from_args(self, item.def_id, supertrait.args);
                let term = self.normalize_erasing_regions(
                    ty::TypingEnv::fully_monomorphized(),
                    projection_term.to_term(self),
                );
                projections.push(ty::ExistentialPredicate::Projection(
                    ty::ExistentialProjection::erase_self_ty(
                        self,
                        ty::ProjectionPredicate { projection_term, term },
                    ),
                ));
            }
        }
        projections.sort_by(|a, b| a.stable_cmp(self, b));
        let predicates = self.mk_poly_existential_predicates_from_iter(
            std::iter::once(principal).chain(projections).map(erase),
        );
        Ty::new_dynamic(self, predicates, self.lifetimes.re_erased)
    }
}
