//! Methods of a binding: the `inline async` methods of its object.
//!
//! A binding `Placed<Ptr, P>` derefs to its object as any smart pointer does, and that is how all
//! the other methods of the object are found. An `inline async` method is one of the binding
//! itself, as if it were inherent, so that the call can run in the binding's place: it is found at
//! the step of the binding, before any trait is asked, with the binding for the object in its
//! receiver.

use rustc_infer::infer::canonical::{Canonical, QueryResponse};
use rustc_middle::ty::inline_async::BindingReceiver;
use rustc_middle::ty::{self, Ty};
use rustc_trait_selection::traits;

use super::{BindingCandidate, Candidate, Mode, ProbeContext};
use crate::FnCtxt;

impl<'tcx> ProbeContext<'_, 'tcx> {
    pub(super) fn assemble_candidates_of_bindings(&mut self) {
        if self.mode != Mode::MethodCall {
            return;
        }
        for [binding, object] in self.steps.array_windows() {
            if !self.tcx.is_binding(binding.self_ty.value.value) || !object.reachable_via_deref {
                continue;
            }
            // See `assemble_probe` for why these may be more general than what they are of.
            let binding = self.generalize(&binding.self_ty);
            let object = self.generalize(&object.self_ty);
            let Some(trait_ref) = self.trait_ref_of_object(object) else { continue };
            if !self.tcx.has_inline_async_methods(trait_ref.def_id()) {
                continue;
            }
            self.assemble_candidates_for_bounds(
                traits::supertraits(self.tcx, trait_ref),
                |this, trait_ref, item| {
                    if this.tcx.asyncness(item.def_id) == ty::Asyncness::Inline {
                        let kind = BindingCandidate(trait_ref, binding);
                        this.push_candidate(Candidate { item, kind, import_ids: &[] }, true);
                    }
                },
            );
        }
    }

    fn generalize(&self, ty: &Canonical<'tcx, QueryResponse<'tcx, Ty<'tcx>>>) -> Ty<'tcx> {
        let (QueryResponse { value, .. }, _) = self.fcx.instantiate_canonical(self.span, ty);
        value
    }

    /// The receiver of a method, which is `receiver` on the object, where it is called on a
    /// binding.
    pub(super) fn receiver_on_binding(
        &self,
        receiver: Ty<'tcx>,
        trait_ref: ty::TraitRef<'tcx>,
        binding: Ty<'tcx>,
    ) -> Option<Ty<'tcx>> {
        let receiver = BindingReceiver::new(self.tcx, receiver, trait_ref.self_ty())?;
        Some(receiver.self_ty(self.tcx, binding))
    }
}

impl<'tcx> FnCtxt<'_, 'tcx> {
    /// The trait of an object type. In what `#[placeable]` writes that is a projection of which a
    /// bound says that it is an object type of the trait.
    pub(in crate::method) fn trait_ref_of_object(
        &self,
        object: Ty<'tcx>,
    ) -> Option<ty::PolyTraitRef<'tcx>> {
        match *object.kind() {
            ty::Dynamic(bounds, _) => Some(bounds.principal()?.with_self_ty(self.tcx, object)),
            ty::Alias(..) => self.param_env.caller_bounds().iter().find_map(|clause| {
                let clause = clause.as_trait_clause()?;
                let is_marker = self.tcx.trait_def(clause.def_id()).is_object_marker;
                (is_marker && clause.self_ty().skip_binder() == object).then(|| {
                    clause
                        .map_bound(|clause| self.tcx.object_marker_to_supertrait(clause).trait_ref)
                })
            }),
            _ => None,
        }
    }
}
