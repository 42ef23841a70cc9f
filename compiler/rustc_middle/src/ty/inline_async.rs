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
//! In the vtable the entry of such a method is the address of its table ([`table`]), and a trait
//! with inline async methods in itself or in its supertraits has two more words after the entries
//! of its own methods: size and align of the machine, `InlineCoroutine<T, dyn Trait>`
//! ([`machine`]). Everything that counts vtable entries asks [`TyCtxt::own_vtable_len`].

use std::iter;

use rustc_abi::ExternAbi;
use rustc_data_structures::fx::FxHashMap;
use rustc_hir as hir;
use rustc_hir::attrs::InlineAsyncAttr;
use rustc_hir::def::DefKind;
use rustc_hir::def_id::DefId;
use rustc_hir::{LangItem, find_attr};
use rustc_macros::{TypeFoldable, TypeVisitable};
use rustc_span::{DUMMY_SP, Span, Symbol, sym};
use rustc_type_ir::elaborate;

use crate::ty::fast_reject::SimplifiedType;
use crate::ty::{
    self, GenericArgs, GenericArgsRef, ImplTraitInTraitData, Ty, TyCtxt, TypeVisitableExt, Upcast,
};

mod binding;
mod machine;
mod table;

pub use self::binding::BindingReceiver;
pub use self::machine::{MachineLayout, MethodInMachine};

/// The parts of a method's signature, taken apart for a call: `InlineCall<Recv, Args, R>`.
#[derive(Copy, Clone, Debug, TypeFoldable, TypeVisitable)]
pub struct InlineCallSig<'tcx> {
    /// `Self` itself where the method takes `self` by value.
    pub receiver: Ty<'tcx>,
    /// The tuple of the other arguments.
    pub arguments: Ty<'tcx>,
    pub output: Ty<'tcx>,
    pub is_by_value: bool,
    /// Whether the method is `#[track_caller]`: arguments and future go with where it was called.
    pub is_tracked: bool,
    /// Whether calls are never `Send`: their arguments are marked.
    pub is_local: bool,
}

impl<'tcx> InlineCallSig<'tcx> {
    /// The inputs of the method: the receiver and the other arguments.
    pub fn inputs(self) -> Vec<Ty<'tcx>> {
        iter::once(self.receiver).chain(self.arguments.tuple_fields()).collect()
    }

    /// The arguments as they are passed to the functions that make a call.
    pub fn passed_arguments(self, tcx: TyCtxt<'tcx>) -> Ty<'tcx> {
        if self.is_local { tcx.inline_async_local_ty(self.arguments) } else { self.arguments }
    }

    /// The arguments as they wait in a machine.
    pub fn waiting_arguments(self, tcx: TyCtxt<'tcx>) -> Ty<'tcx> {
        let passed = self.passed_arguments(tcx);
        if self.is_tracked { tcx.inline_async_tracked_ty(passed) } else { passed }
    }

    /// The type of the call. An object that is to be consumed is no part of it: it is in the memory
    /// of an owning pointer until the call is polled, and in the machine after that.
    pub fn to_call_ty(self, tcx: TyCtxt<'tcx>, span: Span) -> Ty<'tcx> {
        let call = tcx.require_lang_item(LangItem::InlineCall, span);
        let receiver = if self.is_by_value {
            let phantom_data = tcx.require_lang_item(LangItem::PhantomData, span);
            Ty::new_adt(tcx, tcx.adt_def(phantom_data), tcx.mk_args(&[self.receiver.into()]))
        } else {
            self.receiver
        };
        let arguments = self.waiting_arguments(tcx);
        let args = [receiver, arguments, self.output].map(ty::GenericArg::from);
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

    /// Whether `bound`, one of the future `opaque` in a trait, is an auto trait of an inline async
    /// method's future. It says nothing of what the future of an implementation is, and whoever
    /// asks for it while finding that out may need it for that: the method may call itself.
    pub fn is_auto_trait_of_inline_async(self, opaque: DefId, bound: ty::Clause<'tcx>) -> bool {
        self.inline_async_method_of_opaque(opaque).is_some()
            && bound.as_trait_clause().is_some_and(|bound| self.trait_is_auto(bound.def_id()))
    }

    /// The associated type that stands for the future of an inline async method.
    pub fn inline_async_opaque_of_method(self, method: DefId) -> DefId {
        self.own_inline_async_methods(self.parent(method))
            .find_map(|(def_id, opaque)| (def_id == method).then_some(opaque))
            .expect("an inline async method has an associated type for its future")
    }

    /// Whether `method` is an inline async method that takes `self` by value.
    pub fn consumes_self(self, method: DefId) -> bool {
        self.def_kind(method) == DefKind::AssocFn
            && self.asyncness(method) == ty::Asyncness::Inline
            && self.fn_sig(method).skip_binder().inputs().skip_binder().first()
                == Some(&self.types.self_param)
    }

    /// Whether an inline async method is declared `#[track_caller]`.
    pub fn inline_async_is_tracked(self, method: DefId) -> bool {
        find_attr!(self, method, TrackCaller(_))
    }

    /// `Tracked<ty>`, for the arguments and the future of such a method.
    pub fn inline_async_tracked_ty(self, ty: Ty<'tcx>) -> Ty<'tcx> {
        let tracked = self.require_lang_item(LangItem::InlineAsyncTracked, DUMMY_SP);
        Ty::new_adt(self, self.adt_def(tracked), self.mk_args(&[ty.into()]))
    }

    /// What the attribute on an inline async method says of its calls, or else that on its trait,
    /// and where.
    pub fn inline_async_attr(self, method: DefId) -> Option<(InlineAsyncAttr, Span)> {
        find_attr!(self, method, InlineAsync(attr, span) => (*attr, *span))
            .filter(|&(attr, _)| attr != InlineAsyncAttr::Plain)
            .or_else(|| {
                let trait_def_id = self.parent(method);
                find_attr!(self, trait_def_id, InlineAsync(attr, span) => (*attr, *span))
            })
    }

    /// Whether calls of an inline async method are never `Send`.
    pub fn inline_async_is_local(self, method: DefId) -> bool {
        self.inline_async_attr(method).is_some_and(|(attr, _)| attr == InlineAsyncAttr::Local)
    }

    /// `Local<arguments>`, for the arguments of such a method.
    pub fn inline_async_local_ty(self, arguments: Ty<'tcx>) -> Ty<'tcx> {
        let local = self.require_lang_item(LangItem::InlineAsyncLocal, DUMMY_SP);
        Ty::new_adt(self, self.adt_def(local), self.mk_args(&[arguments.into()]))
    }

    /// Whether the trait is implemented for bindings of its objects: whether it is `#[placeable]`.
    pub fn is_placeable(self, trait_def_id: DefId) -> bool {
        self.get_diagnostic_item(sym::Placed).is_some_and(|placed| {
            let impls = self.trait_impls_of(trait_def_id).non_blanket_impls();
            impls.contains_key(&SimplifiedType::Adt(placed))
        })
    }

    /// `Self: Sized`, if `method` is an inline async method of a trait that takes `self` by value.
    /// No bound says so, since the method can be called on an object; but its default body can rely
    /// on it, since what runs on an object is the implementation of a known type.
    pub fn implied_sized_self(self, method: DefId) -> Option<ty::TraitRef<'tcx>> {
        (self.trait_of_assoc(method).is_some() && self.consumes_self(method)).then(|| {
            let sized = self.require_lang_item(LangItem::Sized, DUMMY_SP);
            ty::TraitRef::new(self, sized, [self.types.self_param])
        })
    }

    /// The arguments of an item of a trait where regions do not matter: those of the trait are
    /// given, those of the item itself are erased regions. A method with a type or const parameter
    /// of its own is refused where it is declared, and gets an error for it here.
    pub fn inline_async_item_args(
        self,
        item: DefId,
        trait_args: GenericArgsRef<'tcx>,
    ) -> GenericArgsRef<'tcx> {
        GenericArgs::for_item(self, item, |param, _| match param.kind {
            ty::GenericParamDefKind::Lifetime => self.lifetimes.re_erased.into(),
            ty::GenericParamDefKind::Type { .. } | ty::GenericParamDefKind::Const { .. } => {
                trait_args
                    .get(param.index as usize)
                    .copied()
                    .unwrap_or_else(|| param.to_error(self))
            }
        })
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
            return InlineCallSig {
                receiver: error,
                arguments: self.types.unit,
                output: error,
                is_by_value: false,
                is_tracked: false,
                is_local: false,
            };
        };
        InlineCallSig {
            is_by_value: self.consumes_self(method),
            is_tracked: self.inline_async_is_tracked(method),
            is_local: self.inline_async_is_local(method),
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

    /// `for<..> InlineCall<..>: Send` for a method on an object type, if `#[inline_async(send)]`
    /// says so of the method's future: the object type implements the trait only if this holds.
    pub fn inline_async_send_of_call(
        self,
        opaque_def_id: DefId,
        trait_args: GenericArgsRef<'tcx>,
    ) -> Option<ty::Clause<'tcx>> {
        let send = self.get_diagnostic_item(sym::Send)?;
        let must_be_send =
            self.explicit_item_bounds(opaque_def_id).skip_binder().iter().any(|(clause, _)| {
                clause.as_trait_clause().is_some_and(|clause| {
                    let is_positive = clause.polarity() == ty::PredicatePolarity::Positive;
                    clause.def_id() == send && is_positive
                })
            });
        let method = self.inline_async_method_of_opaque(opaque_def_id)?;
        if !must_be_send || self.object_lacks_auto_trait(method, trait_args.type_at(0)) {
            return None;
        }
        let call = self.inline_async_call_for_all_lifetimes(opaque_def_id, trait_args);
        Some(call.map_bound(|(_, call_ty)| ty::TraitRef::new(self, send, [call_ty])).upcast(self))
    }

    /// Whether this is `dyn Trait: Trait` of a trait that demands futures that are `Send`. It holds
    /// only if the calls on the object are `Send`, for whoever relies on what the trait demands. A
    /// call on the object itself does not: there is one, of a type that says whether it is `Send`.
    pub fn is_object_with_calls_sent(self, trait_ref: ty::TraitRef<'tcx>) -> bool {
        let ty::Dynamic(bounds, _) = trait_ref.self_ty().kind() else { return false };
        let is_sent = |(method, _)| {
            self.inline_async_attr(method).is_some_and(|(attr, _)| attr == InlineAsyncAttr::Send)
        };
        let supertraits = |def_id| elaborate::supertrait_def_ids(self, def_id);
        bounds.principal_def_id().is_some_and(|principal| {
            supertraits(principal).any(|supertrait| supertrait == trait_ref.def_id)
        }) && supertraits(trait_ref.def_id)
            .any(|supertrait| self.own_inline_async_methods(supertrait).any(is_sent))
    }

    /// What a call of `method` asks for, of `predicates`, which are all that its declaration does: on
    /// an object not that the object type implements the trait of an inline async method, if that
    /// depends on whether calls are `Send`. What is called is in the object's vtable either way.
    ///
    /// That is what the trait says of `Self`. What the method says for itself is asked for, even if it
    /// is the same: the vtable has no entry where it does not hold. And all is asked for where an
    /// argument has an associated type, which the object type has only if it implements the trait.
    pub fn inline_async_asked_by_call(
        self,
        method: DefId,
        predicates: ty::InstantiatedPredicates<'tcx>,
    ) -> ty::InstantiatedPredicates<'tcx> {
        // Whoever names a function in a body is here: most clauses are not about an object type.
        let is_of_object = |clause: ty::Clause<'tcx>| {
            clause.as_trait_clause().is_some_and(|clause| {
                matches!(clause.self_ty().skip_binder().kind(), ty::Dynamic(..))
            })
        };
        if !predicates.predicates.iter().copied().any(is_of_object)
            || self.def_kind(method) != DefKind::AssocFn
            || self.asyncness(method) != ty::Asyncness::Inline
        {
            return predicates;
        }
        let Some(of_trait) = self.trait_of_assoc(method) else { return predicates };
        let inputs = self.fn_sig(method).skip_binder().inputs();
        if inputs.skip_binder().iter().any(|input| input.has_aliases()) {
            return predicates;
        }
        // Those of the trait come first.
        let of_trait = self.predicates_of(of_trait).predicates;
        let is_of_self = |i: usize| {
            of_trait
                .get(i)
                .and_then(|(clause, _)| clause.as_trait_clause())
                .is_some_and(|clause| clause.self_ty().skip_binder() == self.types.self_param)
        };
        let is_sent = |clause: ty::Clause<'tcx>| {
            clause.as_trait_clause().is_some_and(|clause| {
                self.is_object_with_calls_sent(clause.skip_binder().trait_ref)
            })
        };
        let (predicates, spans) = predicates
            .into_iter()
            .enumerate()
            .filter(|&(i, (clause, _))| !is_of_self(i) || !is_sent(clause))
            .map(|(_, predicate)| predicate)
            .unzip();
        ty::InstantiatedPredicates { predicates, spans }
    }

    /// Whether `method` asks for an auto trait of `Self` that the object type has not: nobody can call
    /// it on such an object. Nobody can implement `Send` or `Sync` for an object type.
    fn object_lacks_auto_trait(self, method: DefId, object: Ty<'tcx>) -> bool {
        let ty::Dynamic(bounds, _) = object.kind() else { return false };
        let has_bound = |auto_trait| {
            bounds.auto_traits().any(|bound| bound == auto_trait)
                || bounds.principal_def_id().is_some_and(|principal| {
                    elaborate::supertrait_def_ids(self, principal)
                        .any(|def_id| def_id == auto_trait)
                })
        };
        self.predicates_of(method).predicates.iter().any(|(clause, _)| {
            clause.as_trait_clause().is_some_and(|clause| {
                let asked = clause.def_id();
                clause.polarity() == ty::PredicatePolarity::Positive
                    && clause.self_ty().skip_binder() == self.types.self_param
                    && (self.is_diagnostic_item(sym::Send, asked)
                        || self.is_lang_item(asked, LangItem::Sync))
                    && !has_bound(asked)
            })
        })
    }

    /// `for<..> <dyn Trait as Trait>::{opaque}<..> == InlineCall<..>`, the arguments of the
    /// associated type and what it is for an object type of the trait.
    fn inline_async_call_for_all_lifetimes(
        self,
        opaque_def_id: DefId,
        trait_args: GenericArgsRef<'tcx>,
    ) -> ty::Binder<'tcx, (GenericArgsRef<'tcx>, Ty<'tcx>)> {
        let mut bound_vars = vec![];
        let args = trait_args.extend_to(self, opaque_def_id, |param, _| {
            if param.kind.is_ty_or_const() {
                // Refused where the method is declared.
                return param.to_error(self);
            }
            let kind = ty::BoundRegionKind::Named(param.def_id);
            let var = ty::BoundVar::from_usize(bound_vars.len());
            bound_vars.push(ty::BoundVariableKind::Region(kind));
            ty::Region::new_bound(self, ty::INNERMOST, ty::BoundRegion { var, kind }).into()
        });
        // The signature has binders of its own: bound regions are put in when those are gone.
        let identity = GenericArgs::identity_for_item(self, opaque_def_id);
        let call_ty = self.inline_async_call_ty(opaque_def_id, identity);
        let call_ty = ty::EarlyBinder::bind(call_ty).instantiate(self, args);
        let bound_vars = self.mk_bound_variable_kinds(&bound_vars);
        ty::Binder::bind_with_vars((args, call_ty), bound_vars)
    }

    /// What follows for a type from being an object type of the trait: what its calls are. It is in
    /// the trait's own generics.
    pub fn inline_async_calls_of_object(
        self,
        trait_ref: ty::TraitRef<'tcx>,
    ) -> impl Iterator<Item = ty::Clause<'tcx>> {
        self.own_inline_async_methods(trait_ref.def_id).map(move |(_, opaque)| {
            let call = self.inline_async_call_for_all_lifetimes(opaque, trait_ref.args);
            call.map_bound(|(args, call_ty)| ty::ProjectionPredicate {
                projection_term: ty::AliasTerm::new_from_args(self, opaque, args),
                term: call_ty.into(),
            })
            .upcast(self)
        })
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

    /// The method and the trait of the object type, if `method` is the type of a fn item `<dyn
    /// Trait as Trait>::m` and `m` an inline async method.
    fn inline_async_method_of_object(
        self,
        method: Ty<'tcx>,
    ) -> Option<(DefId, ty::TraitRef<'tcx>)> {
        let ty::FnDef(def_id, args) = *method.kind() else { return None };
        let typing_env = ty::TypingEnv::fully_monomorphized();
        let instance = ty::Instance::try_resolve(self, typing_env, def_id, args).ok()??;
        let ty::InstanceKind::InlineAsyncCall(method) = instance.def else { return None };
        Some((method, ty::TraitRef::from_assoc(self, self.parent(method), instance.args)))
    }

    /// The signature of `method`, the type of a fn item `<dyn Trait as Trait>::m`, as it is after
    /// type checking; `None` if `m` is no inline async method.
    pub fn inline_call_sig_of_object(self, method: Ty<'tcx>) -> Option<InlineCallSig<'tcx>> {
        let (method, trait_ref) = self.inline_async_method_of_object(method)?;
        let opaque = self.inline_async_opaque_of_method(method);
        let args = self.inline_async_item_args(opaque, trait_ref.args);
        let typing_env = ty::TypingEnv::fully_monomorphized();
        Some(self.normalize_erasing_regions(typing_env, self.inline_call_sig(opaque, args)))
    }

    /// Where `inline_async_table<D, F, Recv, Args, R>` with these arguments names other types than
    /// the method `F` has: the signature that is declared, and the one that is used.
    pub fn inline_async_signature_mismatch(
        self,
        args: GenericArgsRef<'tcx>,
    ) -> Option<[Ty<'tcx>; 2]> {
        let sig = self.inline_call_sig_of_object(args.type_at(1))?;
        let declared = [sig.receiver, sig.passed_arguments(self), sig.output];
        let used = [2, 3, 4].map(|index| args.type_at(index));
        let [declared, used] = [declared, used].map(|[receiver, arguments, output]| {
            // Marked arguments stand for themselves.
            let inputs = match *arguments.kind() {
                ty::Tuple(arguments) => iter::once(receiver).chain(arguments).collect(),
                _ => vec![receiver, arguments],
            };
            let sig =
                self.mk_fn_sig(inputs, output, false, rustc_hir::Safety::Safe, ExternAbi::Rust);
            self.erase_and_anonymize_regions(Ty::new_fn_ptr(self, ty::Binder::dummy(sig)))
        });
        (declared != used).then_some([declared, used])
    }

    /// The object type, and where in its vtable the entry of `method` stands, the type of a fn item
    /// `<dyn Trait as Trait>::m`; `None` if `method` is anything else.
    pub fn inline_async_entry(self, method: Ty<'tcx>) -> Option<(Ty<'tcx>, usize)> {
        let (method, trait_ref) = self.inline_async_method_of_object(method)?;
        let offset = self
            .own_existential_vtable_entries(trait_ref.def_id)
            .iter()
            .position(|&entry| entry == method)?;
        Some((trait_ref.self_ty(), self.first_method_vtable_slot(trait_ref) + offset))
    }

    /// Whether `ty` is the type of the library that is known to diagnostics as `name`.
    pub fn is_library_type(self, ty: Ty<'tcx>, name: Symbol) -> bool {
        ty.ty_adt_def().is_some_and(|adt| self.is_diagnostic_item(name, adt.did()))
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

/// The `?Sized` of a type parameter, with what must go when it is removed. Other ways not to be
/// `Sized`, a `MetaSized` bound for instance, stay when `Sized` is required.
pub fn relaxed_bound(generics: &hir::Generics<'_>, param: DefId) -> Option<Span> {
    generics.predicates.iter().enumerate().find_map(|(predicate_pos, predicate)| {
        let hir::WherePredicateKind::BoundPredicate(bounds) = predicate.kind else { return None };
        if !bounds.is_param_bound(param) {
            return None;
        }
        let bound_pos = bounds.bounds.iter().position(|bound| {
            matches!(
                bound,
                hir::GenericBound::Trait(hir::PolyTraitRef {
                    modifiers: hir::TraitBoundModifiers {
                        polarity: hir::BoundPolarity::Maybe(_),
                        ..
                    },
                    ..
                })
            )
        })?;
        Some(generics.span_for_bound_removal(predicate_pos, bound_pos))
    })
}
