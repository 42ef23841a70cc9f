//! The types of calls of `inline async fn` methods.
//!
//! On a known type such a method is an ordinary `async fn`. On a trait object, and on a binding of
//! one, a call is a type of the library:
//!
//! ```ignore (illustrative)
//! trait AsyncRead {
//!     inline async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize>;
//! }
//!
//! object.read(buf)  // InlineCall<&mut dyn AsyncRead, (&mut [u8],), io::Result<usize>>
//! binding.read(buf) // BoundCall<&mut Placed<Ptr, P>, (&mut [u8],), io::Result<usize>>
//! ```
//!
//! As a trait's `async fn` has an opaque type here, and not an associated one, the first is what the
//! opaque type is where its `Self` is an object type.

use hir_def::{FunctionId, HasModule, inline_async::InlineAsync};
use rustc_type_ir::{
    AliasTyKind,
    inherent::{AdtDef as _, GenericArgs as _, IntoKind, Term as _, Ty as _},
};

use crate::{
    ImplTraitId,
    db::HirDatabase,
    infer::InferenceContext,
    next_solver::{
        Binder, ClauseKind, DbInterner, EarlyBinder, FnSig, GenericArgs, SolverDefId, Ty, TyKind,
        infer::BoundRegionConversionTime,
    },
};

/// The parts of a method's signature, taken apart for a call: `InlineCall<Recv, Args, R>`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InlineCallSig<'db> {
    /// `Self` itself where the method takes `self` by value.
    receiver: Ty<'db>,
    /// The tuple of the other arguments.
    arguments: Ty<'db>,
    output: Ty<'db>,
    object: Ty<'db>,
    attributes: InlineAsync,
}

impl<'db> InlineCallSig<'db> {
    /// `None` if `method` is no inline async method of a trait, or `args` are not those of an object
    /// type. `sig` is the signature with these arguments.
    pub(crate) fn new(
        interner: DbInterner<'db>,
        method: FunctionId,
        args: GenericArgs<'db>,
        sig: FnSig<'db>,
    ) -> Option<Self> {
        let attributes = InlineAsync::of_trait_method(interner.db, method)?;
        let object = args.type_at(0);
        let (&receiver, arguments) = sig.inputs_and_output.inputs().split_first()?;
        if !matches!(object.kind(), TyKind::Dynamic(..)) {
            return None;
        }
        Some(InlineCallSig {
            receiver,
            arguments: Ty::new_tup(interner, arguments),
            output: output_of_future(interner, sig.output())?.instantiate(interner, args),
            object,
            attributes,
        })
    }

    /// The type of the call on the object.
    pub(crate) fn on_object(self, interner: DbInterner<'db>) -> Option<Ty<'db>> {
        let lang_items = interner.lang_items();
        let call = lang_items.InlineCall?;
        let receiver = if self.receiver == self.object {
            adt(interner, lang_items.PhantomData?, [self.receiver])
        } else {
            self.receiver
        };
        let mut arguments = self.passed_arguments(interner)?;
        if self.attributes.is_tracked {
            arguments = adt(interner, lang_items.InlineAsyncTracked?, [arguments]);
        }
        Some(adt(interner, call, [receiver, arguments, self.output]))
    }

    /// The type of the call on a binding, where `binding` is that as it is passed. Its name is in
    /// the signature of a function of `core` that makes such a call.
    pub(crate) fn on_binding(self, interner: DbInterner<'db>, binding: Ty<'db>) -> Option<Ty<'db>> {
        let function = interner.lang_items().InlineAsyncCallMut?;
        let sig = interner.db.callable_item_signature(function.into()).skip_binder();
        let TyKind::Adt(call, _) = sig.output().skip_binder().kind() else { return None };
        let arguments = self.passed_arguments(interner)?;
        Some(adt(interner, call.def_id().0, [binding, arguments, self.output]))
    }

    fn passed_arguments(self, interner: DbInterner<'db>) -> Option<Ty<'db>> {
        if self.attributes.is_local {
            Some(adt(interner, interner.lang_items().InlineAsyncLocal?, [self.arguments]))
        } else {
            Some(self.arguments)
        }
    }
}

impl<'db> InferenceContext<'_, 'db> {
    /// The type of a call, where the signature of what is called says that it is `output`.
    pub(crate) fn inline_async_call_ty(&mut self, output: Ty<'db>) -> Ty<'db> {
        let Some((method, args)) = method_of_future(self.interner(), output) else { return output };
        if InlineAsync::of_trait_method(self.db, method).is_none() {
            return output;
        }
        // The arguments may have said what `Self` is.
        let args = self.table.resolve_vars_with_obligations(args);
        let sig = self.db.callable_item_signature(method.into());
        let sig = self.table.infer_ctxt.instantiate_binder_with_fresh_vars(
            BoundRegionConversionTime::FnCall,
            sig.instantiate(self.interner(), args),
        );
        InlineCallSig::new(self.interner(), method, args, sig)
            .and_then(|sig| sig.on_object(self.interner()))
            .unwrap_or(output)
    }
}

/// What the signature of a trait's method says that it gives: of an inline async method, what its
/// future gives.
pub(crate) fn output_of_method<'db>(
    db: &'db dyn HirDatabase,
    method: FunctionId,
    sig: &EarlyBinder<'db, Binder<'db, FnSig<'db>>>,
) -> Binder<'db, Ty<'db>> {
    let output = sig.skip_binder().output();
    if InlineAsync::of_trait_method(db, method).is_none() {
        return output;
    }
    let interner = DbInterner::new_with(db, method.krate(db));
    output.map_bound(|output| {
        output_of_future(interner, output).map_or(output, EarlyBinder::instantiate_identity)
    })
}

/// The method whose opaque type `future` is, and its arguments.
fn method_of_future<'db>(
    interner: DbInterner<'db>,
    future: Ty<'db>,
) -> Option<(FunctionId, GenericArgs<'db>)> {
    let TyKind::Alias(AliasTyKind::Opaque, alias) = future.kind() else { return None };
    let SolverDefId::InternedOpaqueTyId(opaque) = alias.def_id else { return None };
    match interner.db.lookup_intern_impl_trait_id(opaque) {
        ImplTraitId::ReturnTypeImplTrait(function, _) => Some((function, alias.args)),
        ImplTraitId::TypeAliasImplTrait(..) => None,
    }
}

/// The `R` of the `impl Future<Output = R>` that an `async fn` gives.
fn output_of_future<'db>(
    interner: DbInterner<'db>,
    future: Ty<'db>,
) -> Option<EarlyBinder<'db, Ty<'db>>> {
    let TyKind::Alias(AliasTyKind::Opaque, alias) = future.kind() else { return None };
    let SolverDefId::InternedOpaqueTyId(opaque) = alias.def_id else { return None };
    let output = SolverDefId::TypeAliasId(interner.lang_items().FutureOutput?);
    opaque.predicates(interner.db).skip_binder().iter().find_map(|bound| {
        match bound.kind().skip_binder() {
            ClauseKind::Projection(bound) if bound.projection_term.def_id == output => {
                Some(EarlyBinder::bind(bound.term.as_type()?))
            }
            _ => None,
        }
    })
}

fn adt<'db, const N: usize>(
    interner: DbInterner<'db>,
    id: impl Into<hir_def::AdtId>,
    args: [Ty<'db>; N],
) -> Ty<'db> {
    let args = args.map(Into::into);
    Ty::new_adt(interner, id.into(), GenericArgs::new_from_slice(&args))
}
