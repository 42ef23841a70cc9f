//! Whether a call on an object can be `Send`, in some crate of the program and for some instantiation
//! of what is not known of it.
//!
//! The trait solver cannot say this. It answers for the impls that are in sight, and takes the only
//! one that there is for the one that there will be; but in
//!
//! ```ignore (illustrative)
//! pub struct Argument<T>(<u8 as Has<T>>::Type) where u8: Has<T>;
//! ```
//!
//! another crate can see to it that the argument is `Send`. It cannot do so where a type says itself
//! that it is not. For a type that exists, an impl of an auto trait stands in the crate of that type
//! or nowhere (E0117, E0321), and a negative one holds for every instantiation (E0366). So this is a
//! walk over the structure of types which takes for certain what stands there: a raw pointer, an
//! object type without the bound, a negative impl, and all that contains one of these. Everything
//! else can be `Send`. What is shown for a type with parameters holds for each of its instantiations.

use std::collections::VecDeque;

use rustc_data_structures::fx::{FxHashMap, FxHashSet};
use rustc_hir::LangItem;
use rustc_hir::def_id::DefId;
use rustc_infer::infer::{InferCtxt, TyCtxtInferExt};
use rustc_middle::traits::ObligationCause;
use rustc_middle::ty::fast_reject::SimplifiedType;
use rustc_middle::ty::util::CheckRegions;
use rustc_middle::ty::{
    self, GenericArgsRef, ParamEnv, Ty, TyCtxt, TypeFoldable, TypeFolder, TypeSuperFoldable,
    TypeVisitableExt, TypingMode, elaborate,
};
use rustc_span::{Symbol, sym};

use crate::traits::ObligationCtxt;

/// How many types a walk looks at.
const MAX_TYPES: usize = 4096;

/// How often a walk looks into a type of one definition on the way from its beginning. A type can
/// contain ever larger ones of its kind without end, each of them as large as several of the last one.
const MAX_OF_A_KIND: usize = 8;

/// The provider of the query: whether the receiver and the arguments of a method can all be `Send`.
/// The arguments are those of the trait, with the object type as `Self`, as [`UnknownToParameters`] leaves them.
pub(in crate::traits) fn call_can_be_sent<'tcx>(
    tcx: TyCtxt<'tcx>,
    (method, trait_args): (DefId, GenericArgsRef<'tcx>),
) -> bool {
    let (Some(send), Some(sync)) =
        (tcx.get_diagnostic_item(sym::Send), tcx.lang_items().sync_trait())
    else {
        return true;
    };
    // No opaque type is revealed, and both solvers get the same answer.
    let infcx = tcx
        .infer_ctxt()
        .with_next_trait_solver(true)
        .ignoring_regions()
        .build(TypingMode::non_body_analysis());
    let walk = Walk {
        infcx,
        send,
        sync,
        seen: FxHashSet::default(),
        to_do: VecDeque::new(),
        ways: vec![],
        way: None,
    };

    let opaque = tcx.inline_async_opaque_of_method(method);
    let sig_of =
        |trait_args| tcx.inline_call_sig(opaque, tcx.inline_async_item_args(opaque, trait_args));
    let sig = sig_of(trait_args);
    let receiver = if follows_its_object(tcx, method) {
        sig.receiver
    } else {
        let unknown_self = std::iter::once(tcx.types.self_param.into());
        sig_of(tcx.mk_args_from_iter(unknown_self.chain(trait_args.iter().skip(1)))).receiver
    };
    walk.can_all_be_send(std::iter::once(receiver).chain(sig.arguments.tuple_fields()))
}

/// Whether a receiver is `Send` on no more object types than those that its object can become, so
/// that what is shown for the object type of a coercion holds after an upcast too. Any other pointer
/// could have an impl for just one object type: to it the object is unknown.
fn follows_its_object<'tcx>(tcx: TyCtxt<'tcx>, method: DefId) -> bool {
    let is_self = |ty: Ty<'tcx>| ty.is_param(0);
    let is_pointer = |ty: Ty<'tcx>| match *ty.kind() {
        ty::Ref(_, object, _) => is_self(object),
        ty::Adt(adt, args) => {
            let is_known = adt.is_box()
                || [sym::Rc, sym::Arc, sym::MoveRef]
                    .iter()
                    .any(|&name| tcx.is_library_type(ty, name));
            is_known && args.types().next().is_some_and(is_self)
        }
        _ => false,
    };
    let sig = tcx.fn_sig(method).instantiate_identity().skip_binder();
    let Some(&receiver) = sig.inputs().first() else { return false };
    match *receiver.kind() {
        ty::Adt(adt, args) if tcx.is_lang_item(adt.did(), LangItem::Pin) => {
            is_pointer(args.type_at(0))
        }
        _ => is_self(receiver) || is_pointer(receiver),
    }
}

/// All types that are found must be able to be `Send`, or `Sync`: one that is not ends the walk. It
/// goes level by level, so that what is shown near the top is found whatever a parameter stands for.
struct Walk<'tcx> {
    infcx: InferCtxt<'tcx>,
    send: DefId,
    sync: DefId,
    /// Types that are in `to_do` or were: auto traits are coinductive.
    seen: FxHashSet<(Ty<'tcx>, DefId)>,
    to_do: VecDeque<(Ty<'tcx>, DefId, Option<usize>)>,
    /// The definitions of types that were looked into, each with the one in which it was found.
    ways: Vec<(DefId, Option<usize>)>,
    /// The last of those on the way to the type at hand.
    way: Option<usize>,
}

impl<'tcx> Walk<'tcx> {
    fn can_all_be_send(mut self, types: impl Iterator<Item = Ty<'tcx>>) -> bool {
        for ty in types {
            self.ask(ty, self.send);
        }
        while let Some((ty, auto_trait, way)) = self.to_do.pop_front() {
            self.way = way;
            if !self.can_be(ty, auto_trait) {
                return false;
            }
        }
        true
    }

    fn ask(&mut self, ty: Ty<'tcx>, auto_trait: DefId) {
        if self.seen.len() < MAX_TYPES && self.seen.insert((ty, auto_trait)) {
            self.to_do.push_back((ty, auto_trait, self.way));
        }
    }

    /// Whether to go on in a type of this definition; what is asked for then is found in it.
    fn look_into(&mut self, def_id: DefId) -> bool {
        let to_the_top = std::iter::successors(self.way, |&way| self.ways[way].1);
        let of_a_kind = to_the_top.filter(|&way| self.ways[way].0 == def_id).count();
        self.ways.push((def_id, self.way));
        self.way = Some(self.ways.len() - 1);
        of_a_kind < MAX_OF_A_KIND
    }

    /// Whether the type can be `auto_trait` if all that this asks for can be.
    fn can_be(&mut self, ty: Ty<'tcx>, auto_trait: DefId) -> bool {
        let tcx = self.infcx.tcx;
        match *ty.kind() {
            ty::RawPtr(..) => return false,
            ty::Ref(_, referent, mutability) => {
                self.ask(referent, if mutability.is_mut() { auto_trait } else { self.sync });
            }
            ty::Array(element, _) | ty::Slice(element) => self.ask(element, auto_trait),
            ty::Tuple(elements) => {
                for element in elements {
                    self.ask(element, auto_trait);
                }
            }
            ty::Dynamic(bounds, _) => {
                return bounds.auto_traits().any(|bound| bound == auto_trait)
                    || bounds.principal_def_id().is_some_and(|principal| {
                        elaborate::supertrait_def_ids(tcx, principal)
                            .any(|supertrait| supertrait == auto_trait)
                    });
            }
            ty::Adt(adt, args) if adt.is_phantom_data() => self.ask(args.type_at(0), auto_trait),
            ty::Adt(adt, args) => return self.adt_can_be(adt, args, auto_trait),
            ty::Alias(ty::AliasTy { kind: ty::Opaque { .. }, .. }) => {}
            ty::Alias(alias) => {
                if self.look_into(alias.kind.def_id())
                    && let Some(ty) = self.normalize(ty)
                {
                    self.ask(ty, auto_trait);
                }
            }
            _ => {}
        }
        true
    }

    fn adt_can_be(
        &mut self,
        adt: ty::AdtDef<'tcx>,
        args: GenericArgsRef<'tcx>,
        auto_trait: DefId,
    ) -> bool {
        let tcx = self.infcx.tcx;
        let impls = tcx.trait_impls_of(auto_trait);
        if !impls.blanket_impls().is_empty() {
            return true;
        }
        // An impl, whether positive or negative, takes the place of what the fields say.
        let Some(impls) = impls.non_blanket_impls().get(&SimplifiedType::Adt(adt.did())) else {
            if self.look_into(adt.did()) {
                for field in adt.all_fields() {
                    self.ask(field.ty(tcx, args), auto_trait);
                }
            }
            return true;
        };
        let is_negative =
            |impl_def_id| tcx.impl_polarity(impl_def_id) == ty::ImplPolarity::Negative;
        match impls[..] {
            _ if impls.iter().copied().all(is_negative) => return false,
            [impl_def_id] => self.ask_clauses(impl_def_id, args),
            // Several impls are for different arguments, and so none is for all of them.
            _ => {}
        }
        true
    }

    /// What a positive impl asks of the type's own parameters. Whatever else its `where` clauses say,
    /// another crate can still see to it that it holds.
    fn ask_clauses(&mut self, impl_def_id: DefId, args: GenericArgsRef<'tcx>) {
        let tcx = self.infcx.tcx;
        let self_ty = tcx.impl_trait_ref(impl_def_id).instantiate_identity().self_ty();
        let ty::Adt(_, formals) = *self_ty.kind() else { return };
        if tcx.uses_unique_generic_params(formals, CheckRegions::OnlyParam).is_err() {
            return;
        }
        for (clause, _) in tcx.predicates_of(impl_def_id).predicates {
            if let Some(clause) = clause.as_trait_clause()
                && (clause.def_id() == self.send || clause.def_id() == self.sync)
                && clause.polarity() == ty::PredicatePolarity::Positive
                && let bounded = clause.self_ty().skip_binder()
                && matches!(bounded.kind(), ty::Param(_))
                && let Some(index) =
                    formals.iter().position(|formal| formal.as_type() == Some(bounded))
            {
                self.ask(args.type_at(index), clause.def_id());
            }
        }
    }

    /// The type that an alias stands for, if that is known. It is found in the empty environment,
    /// where what is unknown is a parameter: only an impl for all types says anything of one.
    fn normalize(&self, alias: Ty<'tcx>) -> Option<Ty<'tcx>> {
        let tcx = self.infcx.tcx;
        // Whether the hidden type is `Send` must not be asked for, it can be that of a body that is
        // being checked.
        if alias.has_opaque_types() {
            return None;
        }
        // Only an environment says which type a constant has that is a parameter.
        if alias.has_type_flags(ty::TypeFlags::HAS_CT_PARAM) {
            return None;
        }
        let ocx = ObligationCtxt::new(&self.infcx);
        let normalized = ocx
            .structurally_normalize_ty(&ObligationCause::dummy(), ParamEnv::empty(), alias)
            .ok()?;
        if !ocx.evaluate_obligations_error_on_ambiguity().is_empty() {
            return None;
        }
        let normalized = self.infcx.resolve_vars_if_possible(normalized);
        if matches!(normalized.kind(), ty::Alias(..)) || normalized.has_non_region_infer() {
            return None;
        }
        Some(tcx.erase_and_anonymize_regions(normalized))
    }
}

/// Puts a parameter in the place of each type and constant that is not known, or not to everybody, or
/// not yet: the same for the same one.
struct UnknownToParameters<'tcx> {
    tcx: TyCtxt<'tcx>,
    parameters: FxHashMap<ty::GenericArg<'tcx>, u32>,
}

impl<'tcx> UnknownToParameters<'tcx> {
    fn parameter(&mut self, arg: ty::GenericArg<'tcx>) -> (u32, Symbol) {
        let next = self.parameters.len() as u32;
        let index = *self.parameters.entry(arg).or_insert(next);
        (index, Symbol::intern(&format!("T{index}")))
    }
}

impl<'tcx> TypeFolder<TyCtxt<'tcx>> for UnknownToParameters<'tcx> {
    fn cx(&self) -> TyCtxt<'tcx> {
        self.tcx
    }

    fn fold_ty(&mut self, ty: Ty<'tcx>) -> Ty<'tcx> {
        match ty.kind() {
            ty::Infer(_)
            | ty::Param(_)
            | ty::Placeholder(_)
            | ty::Alias(ty::AliasTy { kind: ty::Opaque { .. }, .. }) => {
                let (index, name) = self.parameter(ty.into());
                Ty::new_param(self.tcx, index, name)
            }
            _ => ty.super_fold_with(self),
        }
    }

    fn fold_const(&mut self, ct: ty::Const<'tcx>) -> ty::Const<'tcx> {
        match ct.kind() {
            ty::ConstKind::Infer(_)
            | ty::ConstKind::Param(_)
            | ty::ConstKind::Placeholder(_)
            | ty::ConstKind::Unevaluated(_)
            | ty::ConstKind::Expr(_) => {
                let (index, name) = self.parameter(ct.into());
                ty::Const::new_param(self.tcx, ty::ParamConst::new(index, name))
            }
            _ => ct.super_fold_with(self),
        }
    }
}

/// The key of the query for a method, and whether all that it depends on is known.
pub(super) fn key_of_call<'tcx>(
    tcx: TyCtxt<'tcx>,
    method: DefId,
    trait_args: GenericArgsRef<'tcx>,
) -> ((DefId, GenericArgsRef<'tcx>), bool) {
    let mut fold = UnknownToParameters { tcx, parameters: FxHashMap::default() };
    let trait_args = tcx.erase_and_anonymize_regions(trait_args).fold_with(&mut fold);
    ((method, trait_args), fold.parameters.is_empty())
}
