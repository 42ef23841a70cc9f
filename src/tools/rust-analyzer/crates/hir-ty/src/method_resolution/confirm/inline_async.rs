//! Calls of `inline async` methods on a binding.

use super::ConfirmContext;
use crate::{
    inline_async::InlineCallSig,
    method_resolution::probe,
    next_solver::{FnSig, GenericArgs, Ty, Tys},
};

impl<'db> ConfirmContext<'_, '_, 'db> {
    /// The signature of a method on a binding. On the object it is `sig`: `fn(&mut dyn Tr, A, B) ->
    /// {opaque}`. On a binding, of type `self_ty` as it is passed, it is `fn(&mut Placed<Ptr, P>, A,
    /// B) -> BoundCall<..>`.
    pub(super) fn sig_on_binding(
        &self,
        pick: &probe::Pick<'db>,
        self_ty: Ty<'db>,
        args: GenericArgs<'db>,
        sig: FnSig<'db>,
    ) -> FnSig<'db> {
        if !matches!(pick.kind, probe::BindingPick(_)) {
            return sig;
        }
        let interner = self.interner();
        let Some(call) = InlineCallSig::new(interner, self.candidate, args, sig)
            .and_then(|call| call.on_binding(interner, self_ty))
        else {
            return sig;
        };
        let mut types = sig.inputs_and_output.as_slice().to_vec();
        if let [receiver, .., output] = &mut *types {
            *receiver = self_ty;
            *output = call;
        }
        FnSig { inputs_and_output: Tys::new_from_slice(&types), ..sig }
    }
}
