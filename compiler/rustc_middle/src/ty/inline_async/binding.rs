//! Calls on bindings.
//!
//! A binding `Placed<Ptr, P>` has the inline async methods of its object, so that the call can run
//! in the binding's place:
//!
//! ```ignore (illustrative)
//! binding.read(buf)
//! // is
//! on_binding::call_mut::<
//!     '_,
//!     Ptr,
//!     P,
//!     {<dyn AsyncRead as AsyncRead>::read},
//!     <dyn AsyncRead as AsyncRead>::{opaque}<'_, '_>,
//! >(&mut binding, (buf,))
//! ```
//!
//! Type checking records a method call of `<dyn AsyncRead as AsyncRead>::read`, as on the object
//! itself, whose receiver is the binding. MIR has the call of the function. Its last argument is
//! the type of the call on the object as the method's signature has it, not the `InlineCall` that
//! it is: where the same lifetime of the method stands in the receiver, in an argument and in the
//! output, borrow checking sees one region. Nothing is made of the regions of the function item.

use rustc_hir::def_id::DefId;
use rustc_hir::{LangItem, Mutability};

use crate::ty::{self, GenericArg, GenericArgsRef, Region, Ty, TyCtxt};

/// How a method takes the binding whose object it is of.
#[derive(Copy, Clone, Debug)]
pub enum BindingReceiver<'tcx> {
    /// `&self`, as `&Placed`.
    Ref(Region<'tcx>),
    /// `&mut self`, as `&mut Placed`.
    Mut(Region<'tcx>),
    /// `self: Pin<&Self>`, as `&Placed`: it is the pointer that pins the object.
    PinRef(Region<'tcx>),
    /// `self: Pin<&mut Self>`, as `&mut Placed`.
    PinMut(Region<'tcx>),
    /// `self`, as `Placed`, whose pointer owns the object.
    Value,
    /// `self: Arc<Self>` and the like, as `Placed`, whose pointer is that.
    Pointer,
}

impl<'tcx> BindingReceiver<'tcx> {
    /// What it is for a method whose receiver on the object is `receiver`.
    pub fn new(tcx: TyCtxt<'tcx>, receiver: Ty<'tcx>, object: Ty<'tcx>) -> Option<Self> {
        if receiver == object {
            return Some(BindingReceiver::Value);
        }
        match *receiver.kind() {
            ty::Ref(region, _, Mutability::Not) => Some(BindingReceiver::Ref(region)),
            ty::Ref(region, _, Mutability::Mut) => Some(BindingReceiver::Mut(region)),
            ty::Adt(adt, args) => match *args.types().next()?.kind() {
                ty::Ref(region, _, mutbl) if tcx.is_lang_item(adt.did(), LangItem::Pin) => {
                    Some(match mutbl {
                        Mutability::Not => BindingReceiver::PinRef(region),
                        Mutability::Mut => BindingReceiver::PinMut(region),
                    })
                }
                _ => Some(BindingReceiver::Pointer),
            },
            _ => None,
        }
    }

    /// The type as which the binding is passed.
    pub fn self_ty(self, tcx: TyCtxt<'tcx>, binding: Ty<'tcx>) -> Ty<'tcx> {
        match self {
            BindingReceiver::Ref(region) | BindingReceiver::PinRef(region) => {
                Ty::new_imm_ref(tcx, region, binding)
            }
            BindingReceiver::Mut(region) | BindingReceiver::PinMut(region) => {
                Ty::new_mut_ref(tcx, region, binding)
            }
            BindingReceiver::Value | BindingReceiver::Pointer => binding,
        }
    }

    fn region(self) -> Option<Region<'tcx>> {
        match self {
            BindingReceiver::Ref(region)
            | BindingReceiver::Mut(region)
            | BindingReceiver::PinRef(region)
            | BindingReceiver::PinMut(region) => Some(region),
            BindingReceiver::Value | BindingReceiver::Pointer => None,
        }
    }

    /// The function that makes the call.
    fn function(self) -> LangItem {
        match self {
            BindingReceiver::Ref(_) => LangItem::InlineAsyncCallRef,
            BindingReceiver::Mut(_) => LangItem::InlineAsyncCallMut,
            BindingReceiver::PinRef(_) => LangItem::InlineAsyncCallPinRef,
            BindingReceiver::PinMut(_) => LangItem::InlineAsyncCallPin,
            BindingReceiver::Value => LangItem::InlineAsyncCallValue,
            BindingReceiver::Pointer => LangItem::InlineAsyncCallPointer,
        }
    }
}

impl<'tcx> TyCtxt<'tcx> {
    /// Whether `ty` is `Placed<Ptr, P>`.
    pub fn is_binding(self, ty: Ty<'tcx>) -> bool {
        ty.ty_adt_def().is_some_and(|adt| self.is_lang_item(adt.did(), LangItem::Placed))
    }

    /// The function that makes a call of `method` on a binding, and its arguments. `sig` is the
    /// method's signature on the object, not normalized, with regions in the place of bound ones.
    pub fn inline_async_call_on_binding(
        self,
        binding: Ty<'tcx>,
        method: DefId,
        method_args: GenericArgsRef<'tcx>,
        sig: ty::FnSig<'tcx>,
    ) -> Option<(DefId, GenericArgsRef<'tcx>)> {
        let ty::Adt(_, binding_args) = *binding.kind() else { return None };
        let receiver = BindingReceiver::new(self, *sig.inputs().first()?, method_args.type_at(0))?;
        let function = self.lang_items().get(receiver.function())?;
        let method = Ty::new_fn_def(self, method, method_args);
        let args = receiver
            .region()
            .map(GenericArg::from)
            .into_iter()
            .chain(binding_args)
            .chain([method.into(), sig.output().into()]);
        Some((function, self.mk_args_from_iter(args)))
    }

    /// What a method that is called on a binding takes on the object, not normalized, if `callee` is
    /// the type of a function that makes such a call. The call is well-formed only if these are: that
    /// they are is what the implementation relies on, whether or not anything of it is left once
    /// they are normalized.
    pub fn inline_async_inputs_on_binding(self, callee: Ty<'tcx>) -> Vec<Ty<'tcx>> {
        if self.inline_async_method_called(callee) != callee
            && let ty::FnDef(_, args) = callee.kind()
            && let Some(call) = args.last().and_then(|call| call.as_type())
            && let ty::Alias(alias @ ty::AliasTy { kind: ty::Projection { def_id }, .. }) =
                *call.kind()
        {
            self.inline_call_sig(def_id, alias.args).inputs()
        } else {
            vec![]
        }
    }

    /// The type of the method that is called, if `callee` is that of a function which calls one on
    /// a binding, as building THIR writes it; else `callee`.
    pub fn inline_async_method_called(self, callee: Ty<'tcx>) -> Ty<'tcx> {
        match *callee.kind() {
            // What comes last is the type of the call, which nobody else can write like this.
            ty::FnDef(def_id, args)
                if let Some(call) = args.types().next_back()
                    && matches!(call.kind(), ty::Alias(_))
                    && let Some(method) = self.inline_async_method_of_function(def_id, args) =>
            {
                method
            }
            _ => callee,
        }
    }

    /// What stands for the type of the method in the arguments of a function that calls one on a
    /// binding.
    pub fn inline_async_method_of_function(
        self,
        function: DefId,
        args: GenericArgsRef<'tcx>,
    ) -> Option<Ty<'tcx>> {
        match self.as_lang_item(function)? {
            LangItem::InlineAsyncCallRef
            | LangItem::InlineAsyncCallMut
            | LangItem::InlineAsyncCallPin
            | LangItem::InlineAsyncCallPinRef
            | LangItem::InlineAsyncCallValue
            | LangItem::InlineAsyncCallPointer => args.types().nth_back(1),
            _ => None,
        }
    }
}
