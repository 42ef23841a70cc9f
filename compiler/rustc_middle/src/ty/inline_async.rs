//! What the type system, the vtables and the shims have to know about `inline async fn`.
//!
//! A trait with an inline async method
//!
//! ```ignore (illustrative)
//! trait AsyncRead {
//!     inline async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize>;
//! }
//! ```
//!
//! has an associated type for the future of that method, as every `async fn` in a trait has. For
//! a known type it is the implementation's own future. For an object type it is
//!
//! ```ignore (illustrative)
//! <dyn AsyncRead as AsyncRead>::{opaque}<'s, 'b>
//!     == InlineCall<&'s mut dyn AsyncRead, (&'b mut [u8],), io::Result<usize>>
//! ```
//!
//! which is a pure substitution into the method's signature ([`TyCtxt::inline_async_call_ty`]).
//!
//! In the vtable the entry of such a method is its *start* (`InstanceKind::InlineAsyncStart`), and
//! a trait with inline async methods in itself or in its supertraits has two more words after the
//! entries of its own methods: size and align of the machine, `InlineCoroutine<T, dyn Trait>`.
//! Everything that counts vtable entries asks [`TyCtxt::own_vtable_len`].

use rustc_data_structures::fx::FxHashMap;
use rustc_hir::LangItem;
use rustc_hir::def_id::DefId;
use rustc_macros::{TypeFoldable, TypeVisitable};
use rustc_span::{DUMMY_SP, Span};
use rustc_type_ir::elaborate;

use crate::ty::predicate::ExistentialPredicateStableCmpExt as _;
use crate::ty::{self, GenericArgsRef, ImplTraitInTraitData, Ty, TyCtxt};

/// The parts of a method's signature, taken apart for a call: `InlineCall<Recv, Args, R>`.
#[derive(Copy, Clone, Debug, TypeFoldable, TypeVisitable)]
pub struct InlineCallSig<'tcx> {
    pub receiver: Ty<'tcx>,
    /// The tuple of the other arguments.
    pub arguments: Ty<'tcx>,
    pub output: Ty<'tcx>,
}

impl<'tcx> InlineCallSig<'tcx> {
    /// The inputs of the method: the receiver and the other arguments.
    pub fn inputs(self) -> Vec<Ty<'tcx>> {
        std::iter::once(self.receiver).chain(self.arguments.tuple_fields()).collect()
    }

    pub fn to_call_ty(self, tcx: TyCtxt<'tcx>, span: Span) -> Ty<'tcx> {
        let call = tcx.require_lang_item(LangItem::InlineCall, span);
        let args = [self.receiver, self.arguments, self.output].map(ty::GenericArg::from);
        Ty::new_adt(tcx, tcx.adt_def(call), tcx.mk_args(&args))
    }
}

impl<'tcx> TyCtxt<'tcx> {
    /// The method whose future `def_id` stands for, if `def_id` is the associated type of an
    /// inline async method in its trait.
    pub fn inline_async_method_of_opaque(self, def_id: DefId) -> Option<DefId> {
        match self.opt_rpitit_info(def_id) {
            Some(ImplTraitInTraitData::Trait { fn_def_id, .. })
                if self.asyncness(fn_def_id) == ty::Asyncness::Inline =>
            {
                Some(fn_def_id)
            }
            _ => None,
        }
    }

    /// The associated type that stands for the future of an inline async method.
    pub fn inline_async_opaque_of_method(self, method: DefId) -> DefId {
        self.own_inline_async_methods(self.parent(method))
            .find_map(|(def_id, opaque)| (def_id == method).then_some(opaque))
            .expect("an inline async method has an associated type for its future")
    }

    /// The inline async methods of a trait, each with the associated type of its future, in the
    /// order of their declaration; not those of its supertraits.
    pub fn own_inline_async_methods(
        self,
        trait_def_id: DefId,
    ) -> impl Iterator<Item = (DefId, DefId)> {
        // Most traits have no associated type that stands for a future: they are done without a
        // look at the asyncness of their methods.
        self.associated_items(trait_def_id)
            .in_definition_order()
            .filter(|item| item.is_impl_trait_in_trait())
            .filter_map(move |item| {
                Some((self.inline_async_method_of_opaque(item.def_id)?, item.def_id))
            })
    }

    /// Whether the trait or one of its supertraits has an inline async method, so that its vtable
    /// has the layout slot.
    pub fn has_inline_async_methods(self, trait_def_id: DefId) -> bool {
        elaborate::supertrait_def_ids(self, trait_def_id)
            .any(|def_id| self.own_inline_async_methods(def_id).next().is_some())
    }

    /// How many words the trait's own part of a vtable has: its methods, then the layout slot.
    pub fn own_vtable_len(self, trait_def_id: DefId) -> usize {
        let slot = if self.has_inline_async_methods(trait_def_id) { 2 } else { 0 };
        self.own_existential_vtable_entries(trait_def_id).len() + slot
    }

    /// What a call of an inline async method is made of. `args` are those of the associated type:
    /// the trait's, the method's early-bound regions, and a region for each captured one.
    pub fn inline_call_sig(
        self,
        opaque_def_id: DefId,
        args: GenericArgsRef<'tcx>,
    ) -> InlineCallSig<'tcx> {
        let method = self
            .inline_async_method_of_opaque(opaque_def_id)
            .expect("`inline_call_sig` is for the associated types of inline async methods");
        let method_args = self.mk_args(&args[..self.generics_of(method).count()]);
        let sig = self.fn_sig(method).instantiate(self, method_args);

        // The output is the associated type, and its last arguments are the captured regions:
        // where one of them is bound by the signature, it stands for the region at its position.
        let mut regions = FxHashMap::default();
        if let ty::Alias(alias) = sig.output().skip_binder().kind() {
            for (formal, actual) in std::iter::zip(alias.args, args) {
                if let Some(formal) = formal.as_region()
                    && let ty::ReBound(_, bound) = formal.kind()
                    && let Some(actual) = actual.as_region()
                {
                    regions.insert(bound.var, actual);
                }
            }
        }
        let sig = self.instantiate_bound_regions_uncached(sig, |bound| {
            regions.get(&bound.var).copied().unwrap_or_else(|| {
                ty::Region::new_error_with_message(
                    self,
                    self.def_span(method),
                    "an inline async method does not capture one of its regions",
                )
            })
        });
        let [receiver, arguments @ ..] = sig.inputs() else {
            let guar = self
                .dcx()
                .span_delayed_bug(self.def_span(method), "inline async method with no receiver");
            let error = Ty::new_error(self, guar);
            return InlineCallSig { receiver: error, arguments: self.types.unit, output: error };
        };
        InlineCallSig {
            receiver: *receiver,
            arguments: Ty::new_tup(self, arguments),
            output: self.inline_async_output(opaque_def_id, args),
        }
    }

    /// `<dyn Trait as Trait>::{opaque}`, for the associated type of an inline async method.
    pub fn inline_async_call_ty(
        self,
        opaque_def_id: DefId,
        args: GenericArgsRef<'tcx>,
    ) -> Ty<'tcx> {
        self.inline_call_sig(opaque_def_id, args).to_call_ty(self, DUMMY_SP)
    }

    /// What the future of an inline async method gives: the `R` of its `Future<Output = R>`.
    pub fn inline_async_output(self, opaque_def_id: DefId, args: GenericArgsRef<'tcx>) -> Ty<'tcx> {
        let future_output = self.require_lang_item(LangItem::FutureOutput, DUMMY_SP);
        self.explicit_item_bounds(opaque_def_id)
            .iter_instantiated_copied(self, args)
            .find_map(|(clause, _)| {
                let projection = clause.as_projection_clause()?;
                if projection.item_def_id() != future_output {
                    return None;
                }
                projection.term().no_bound_vars()?.as_type()
            })
            .unwrap_or_else(|| {
                let span = self.def_span(opaque_def_id);
                let guar = self.dcx().span_delayed_bug(span, "inline async method with no output");
                Ty::new_error(self, guar)
            })
    }

    /// The machine of the implementation `trait_ref` (of a known type): `InlineCoroutine<T, dyn
    /// Trait>`.
    pub fn inline_async_machine_ty(self, trait_ref: ty::TraitRef<'tcx>) -> Ty<'tcx> {
        let object = self.object_ty_of_impl(trait_ref);
        let machine = self.require_lang_item(LangItem::InlineCoroutine, DUMMY_SP);
        let args = [trait_ref.self_ty(), object].map(ty::GenericArg::from);
        Ty::new_adt(self, self.adt_def(machine), self.mk_args(&args))
    }

    /// Size and align of the machine of an implementation, the two words of the layout slot.
    pub fn inline_async_machine_layout(
        self,
        trait_ref: ty::TraitRef<'tcx>,
    ) -> (rustc_abi::Size, rustc_abi::Align) {
        let machine = self.inline_async_machine_ty(trait_ref);
        match self.layout_of(ty::TypingEnv::fully_monomorphized().as_query_input(machine)) {
            Ok(layout) => (layout.size, layout.align.abi),
            Err(error) => self.dcx().fatal(error.to_string()),
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

    /// The type of a start: `unsafe fn(*mut (), *mut (), *mut ()) -> RawStart`.
    pub fn inline_async_start_sig(self) -> ty::FnSig<'tcx> {
        let started = self.require_lang_item(LangItem::InlineAsyncStarted, DUMMY_SP);
        let raw_start = self.fn_sig(started).skip_binder().output().skip_binder();
        let pointer = Ty::new_mut_ptr(self, self.types.unit);
        self.mk_fn_sig(
            [pointer, pointer, pointer],
            raw_start,
            false,
            rustc_hir::Safety::Unsafe,
            rustc_abi::ExternAbi::Rust,
        )
    }

    /// Where the layout slot stands in the vtable of `object`; `None` where its trait has no inline
    /// async methods, and so no machine but a bare tag.
    pub fn inline_async_slot_index(self, object: Ty<'tcx>) -> Option<usize> {
        let ty::Dynamic(predicates, _) = object.kind() else { return None };
        let principal = predicates.principal()?;
        if !self.has_inline_async_methods(principal.def_id()) {
            return None;
        }
        let trait_ref =
            self.instantiate_bound_regions_with_erased(principal.with_self_ty(self, object));
        let methods = self.own_existential_vtable_entries(trait_ref.def_id).len();
        Some(self.first_method_vtable_slot(trait_ref) + methods)
    }

    /// Where the start of `method`, the type of a fn item `<dyn Trait as Trait>::m`, stands in the
    /// vtable of its object type; `None` if `method` is anything else.
    pub fn inline_async_start_index(self, method: Ty<'tcx>) -> Option<usize> {
        let ty::FnDef(def_id, args) = *method.kind() else { return None };
        let typing_env = ty::TypingEnv::fully_monomorphized();
        let instance = ty::Instance::try_resolve(self, typing_env, def_id, args).ok()??;
        let ty::InstanceKind::InlineAsyncCall(method) = instance.def else { return None };
        let trait_def_id = self.parent(method);
        let trait_ref = ty::TraitRef::from_assoc(self, trait_def_id, instance.args);
        let offset = self
            .own_existential_vtable_entries(trait_def_id)
            .iter()
            .position(|&entry| entry == method)?;
        Some(self.first_method_vtable_slot(trait_ref) + offset)
    }

    /// For a trait with `#[rustc_object_marker]`, which holds for exactly the object types of its
    /// supertrait and of that one's subtraits: `D: Marker<..>` as `D: Supertrait<..>`. The object
    /// candidates for the latter are those for the former. Any other predicate stays as it is.
    pub fn object_marker_to_supertrait(
        self,
        predicate: ty::TraitPredicate<'tcx>,
    ) -> ty::TraitPredicate<'tcx> {
        if !self.trait_def(predicate.def_id()).is_object_marker {
            return predicate;
        }
        let supertrait = self
            .explicit_super_predicates_of(predicate.def_id())
            .iter_instantiated_copied(self, predicate.trait_ref.args)
            .find_map(|(clause, _)| {
                let clause = clause.as_trait_clause()?.no_bound_vars()?;
                (!self.is_sizedness_trait(clause.def_id())).then_some(clause.trait_ref)
            });
        supertrait.map_or(predicate, |trait_ref| ty::TraitPredicate { trait_ref, ..predicate })
    }
}
