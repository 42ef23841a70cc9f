//! Methods of a binding: the `inline async` methods of its object.
//!
//! A binding `Placed<Ptr, P>` derefs to its object, and that is how the other methods of the object
//! are found. An `inline async` method is one of the binding itself, as if it were inherent: it is
//! found at the step of the binding, with the binding for the object in its receiver.

use hir_def::inline_async::InlineAsync;
use rustc_type_ir::{
    elaborate,
    inherent::{AdtDef as _, BoundExistentialPredicates as _, IntoKind, Ty as _},
};

use super::{
    BindingCandidate, Candidate, CandidateId, CandidateStep, Mode, ProbeChoice, ProbeContext,
};
use crate::next_solver::{TraitRef, Ty, TyKind};

impl<'db, Choice: ProbeChoice<'db>> ProbeContext<'_, 'db, Choice> {
    pub(super) fn assemble_candidates_of_bindings(&mut self) {
        let Some(placed) = self.interner().lang_items().Placed else { return };
        if self.mode != Mode::MethodCall {
            return;
        }
        for [binding, object] in self.steps.array_windows() {
            let is_binding = matches!(
                binding.self_ty.value.value.kind(),
                TyKind::Adt(adt, _) if adt.def_id().0 == placed.into()
            );
            if !is_binding || !object.reachable_via_deref {
                continue;
            }
            // See `assemble_probe` for why these may be more general than what they are of.
            let binding = self.generalize(binding);
            let object = self.generalize(object);
            let TyKind::Dynamic(bounds, _) = object.kind() else { continue };
            let Some(principal) = bounds.principal() else { continue };
            let trait_ref = principal.with_self_ty(self.interner(), object);
            self.assemble_candidates_for_bounds(
                elaborate::supertraits(self.interner(), trait_ref),
                |this, trait_ref, item| {
                    if let CandidateId::FunctionId(method) = item
                        && InlineAsync::of_trait_method(this.db(), method).is_some()
                    {
                        let kind = BindingCandidate(trait_ref, binding);
                        this.push_candidate(Candidate { item, kind }, true);
                    }
                },
            );
        }
    }

    fn generalize(&self, step: &CandidateStep<'db>) -> Ty<'db> {
        self.infcx().instantiate_canonical(&step.self_ty).0.value
    }

    /// What a method takes, which takes `receiver` of the object, where it is called on a binding.
    pub(super) fn receiver_on_binding(
        &self,
        receiver: Ty<'db>,
        trait_ref: TraitRef<'db>,
        binding: Ty<'db>,
    ) -> Option<Ty<'db>> {
        let interner = self.interner();
        if receiver == trait_ref.self_ty() {
            return Some(binding);
        }
        match receiver.kind() {
            TyKind::Ref(region, _, mutbl) => Some(Ty::new_ref(interner, region, binding, mutbl)),
            // It is the pointer that pins the object.
            TyKind::Adt(adt, args)
                if interner.lang_items().Pin.is_some_and(|pin| adt.def_id().0 == pin.into())
                    && let Some(pointer) = args.types().next()
                    && let TyKind::Ref(region, _, mutbl) = pointer.kind() =>
            {
                Some(Ty::new_ref(interner, region, binding, mutbl))
            }
            // `self: Arc<Self>` and the like.
            TyKind::Adt(..) => Some(binding),
            _ => None,
        }
    }
}
