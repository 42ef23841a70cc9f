//! What error messages say about `inline async fn`, where it is the way out of an error or the
//! reason of one.

use rustc_data_structures::fx::FxIndexSet;
use rustc_errors::{Applicability, Diag};
use rustc_hir as hir;
use rustc_hir::attrs::InlineAsyncAttr;
use rustc_hir::def::DefKind;
use rustc_hir::def_id::DefId;
use rustc_hir::{LangItem, Mutability, find_attr};
use rustc_infer::traits::{DynCompatibilityViolation, PredicateObligation};
use rustc_middle::traits::MethodViolation;
use rustc_middle::ty::{self, Ty, TyCtxt, elaborate};
use rustc_span::{Ident, Span, Symbol, kw, sym};

use crate::error_reporting::TypeErrCtxt;

/// Suggests `inline` for the methods that are violations of dyn compatibility because they are
/// `async`, and takes them out of `violations`, which are those that remain to be explained.
pub(super) fn suggest_inline<'tcx>(
    tcx: TyCtxt<'tcx>,
    trait_def_id: DefId,
    violations: &mut FxIndexSet<DynCompatibilityViolation>,
    err: &mut Diag<'_>,
) {
    if !tcx.features().inline_async_fn() {
        return;
    }
    let methods: Vec<(Symbol, Span)> = elaborate::supertrait_def_ids(tcx, trait_def_id)
        .filter(|trait_def_id| trait_def_id.is_local())
        .flat_map(|trait_def_id| tcx.associated_items(trait_def_id).in_definition_order())
        .filter_map(|item| {
            let async_span = could_be_inline(tcx, *item)?;
            let mut of_method = violations
                .iter()
                .filter(|violation| is_of_method(violation, item.name()))
                .peekable();
            let is_async_only = of_method.peek().is_some()
                && of_method.all(|violation| {
                    matches!(
                        violation,
                        DynCompatibilityViolation::Method(_, MethodViolation::AsyncFn, _)
                    )
                });
            is_async_only.then_some((item.name(), async_span))
        })
        .collect();
    if methods.is_empty() {
        return;
    }

    violations
        .retain(|violation| !methods.iter().any(|(method, _)| is_of_method(violation, *method)));
    let is_spelled_by_attribute = uses_attribute(tcx, trait_def_id);
    err.multipart_suggestion(
        "an `inline` method can be called on a trait object",
        methods
            .iter()
            .map(|&(_, span)| {
                let inline = if is_spelled_by_attribute {
                    let indentation = tcx.sess.source_map().indentation_before(span);
                    format!("#[inline_async]\n{}", indentation.unwrap_or_default())
                } else {
                    "inline ".to_owned()
                };
                (span.shrink_to_lo(), inline)
            })
            .collect(),
        if violations.is_empty() {
            Applicability::MachineApplicable
        } else {
            Applicability::MaybeIncorrect
        },
    );
}

/// Whether all that keeps the trait from being dyn compatible are `inline async fn` methods. Each of
/// them is an error at its declaration, after which nothing is to be said where the trait is used.
pub(super) fn are_reported_at_declaration(
    tcx: TyCtxt<'_>,
    trait_def_id: DefId,
    violations: &[DynCompatibilityViolation],
) -> bool {
    let is_inline = |name| {
        let mut methods = elaborate::supertrait_def_ids(tcx, trait_def_id)
            .flat_map(|def_id| tcx.associated_items(def_id).filter_by_name_unhygienic(name))
            .peekable();
        methods.peek().is_some()
            && methods
                .all(|item| item.is_fn() && tcx.asyncness(item.def_id) == ty::Asyncness::Inline)
    };
    !violations.is_empty()
        && violations.iter().all(|violation| match violation {
            DynCompatibilityViolation::Method(
                name,
                MethodViolation::StaticMethod(_)
                | MethodViolation::ReferencesSelfInput(_)
                | MethodViolation::ReferencesSelfOutput
                | MethodViolation::Generic
                | MethodViolation::ReferencesImplTraitInTrait(_)
                | MethodViolation::UndispatchableReceiver(_),
                _,
            ) => is_inline(*name),
            _ => false,
        })
}

/// Whether a method of the trait is `inline` by attribute.
fn uses_attribute(tcx: TyCtxt<'_>, trait_def_id: DefId) -> bool {
    tcx.own_inline_async_methods(trait_def_id)
        .any(|(method, _)| find_attr!(tcx, method, InlineAsync(InlineAsyncAttr::Plain, _)))
}

fn is_of_method(violation: &DynCompatibilityViolation, method: Symbol) -> bool {
    matches!(violation, DynCompatibilityViolation::Method(name, ..) if *name == method)
}

/// The `async` of a method that may be declared `inline`, as far as its name, its receiver and its
/// output say; what else is against it is a violation of dyn compatibility anyway.
fn could_be_inline(tcx: TyCtxt<'_>, item: ty::AssocItem) -> Option<Span> {
    if !item.is_fn()
        || !tcx.asyncness(item.def_id).is_async()
        || tcx.asyncness(item.def_id) == ty::Asyncness::Inline
        || tcx.generics_require_sized_self(item.def_id)
    {
        return None;
    }
    let sig = tcx.hir_node_by_def_id(item.def_id.expect_local()).fn_sig()?;
    let hir::IsAsync::Async(async_span) = sig.header.asyncness else { return None };
    let output = tcx.fn_sig(item.def_id).instantiate_identity().skip_binder().output();
    let ty::Alias(ty::AliasTy { kind: ty::Projection { def_id }, .. }) = *output.kind() else {
        return None;
    };

    let args = ty::GenericArgs::identity_for_item(tcx, def_id);
    let mut types = tcx.inline_async_output(def_id, args).walk();
    while let Some(arg) = types.next() {
        match arg.as_type().map(|ty| ty.kind()) {
            Some(ty::Alias(alias)) if tcx.is_impl_trait_in_trait(alias.kind.def_id()) => {
                return None;
            }
            // `Self::Item` is the same type for all who use the object.
            Some(ty::Alias(_)) => types.skip_current_subtree(),
            Some(ty::Param(param)) if param.name == kw::SelfUpper => return None,
            _ => {}
        }
    }
    (!async_span.from_expansion()).then_some(async_span)
}

/// What a call of an `inline async fn` on a trait object gives when it is awaited.
pub(crate) fn output_of_call<'tcx>(tcx: TyCtxt<'tcx>, ty: Ty<'tcx>) -> Option<Ty<'tcx>> {
    let ty::Adt(_, args) = *ty.kind() else { return None };
    if tcx.is_library_type(ty, sym::InlineCall) || tcx.is_library_type(ty, sym::BoundCall) {
        Some(args.type_at(2))
    } else if tcx.is_library_type(ty, sym::PlacedCall) {
        output_of_call(tcx, args.type_at(0))
    } else {
        None
    }
}

impl<'tcx> TypeErrCtxt<'_, 'tcx> {
    /// What there is to be said of a trait that is not implemented: `obligation` is the reason of
    /// `root_obligation`.
    pub(super) fn note_inline_async(
        &self,
        err: &mut Diag<'_>,
        obligation: &PredicateObligation<'tcx>,
        root_obligation: &PredicateObligation<'tcx>,
    ) {
        for obligation in [obligation, root_obligation] {
            if let Some(clause) = obligation.predicate.as_trait_clause() {
                let clause = self.resolve_vars_if_possible(clause);
                let ty = clause.self_ty().skip_binder();
                if self.note_trait_not_placeable(err, ty, clause.def_id()) {
                    break;
                }
            }
        }
        note_call_not_unpin(self.tcx, err, obligation.predicate);
        note_calls_must_be_sent(self.tcx, err, obligation);
    }

    /// Where a binding, or a reference to one, does not implement a trait that its object
    /// implements: says why, and whether this is so.
    fn note_trait_not_placeable(
        &self,
        err: &mut Diag<'_>,
        ty: Ty<'tcx>,
        trait_def_id: DefId,
    ) -> bool {
        if let Some(binding) = Binding::of(self.tcx, ty)
            && binding.traits(self.tcx).any(|candidate| candidate == trait_def_id)
        {
            binding.note_not_placeable(self.tcx, err, trait_def_id);
            true
        } else if let Some(unbound) = Binding::of_pointer(self.tcx, ty)
            && self.tcx.has_inline_async_methods(trait_def_id)
            && unbound.traits(self.tcx).any(|candidate| candidate == trait_def_id)
        {
            unbound.note_to_be_bound(self.tcx, err, trait_def_id);
            true
        } else {
            false
        }
    }

    /// The same for a method that was not found.
    pub fn note_method_not_placeable(&self, err: &mut Diag<'_>, ty: Ty<'tcx>, method: Ident) {
        let tcx = self.tcx;
        if method.as_str() == "in_place" {
            note_call_with_place(tcx, err, ty);
        }
        if let Some(binding) = Binding::of(tcx, ty)
            && let Some(trait_def_id) = binding.traits(tcx).find(|&trait_def_id| {
                tcx.associated_items(trait_def_id)
                    .filter_by_name_unhygienic(method.name)
                    .any(|item| item.is_fn())
            })
        {
            binding.note_not_placeable(tcx, err, trait_def_id);
        }
    }
}

/// Says why `in_place` is not there for `ty`, if that is the future of an inline async method.
fn note_call_with_place<'tcx>(tcx: TyCtxt<'tcx>, err: &mut Diag<'_>, ty: Ty<'tcx>) {
    let of_binding = "a call on a binding runs in the binding's place: it is given no other";
    if tcx.is_library_type(ty, sym::BoundCall) {
        err.note(of_binding);
    }
    let ty::Alias(alias) = *ty.kind() else { return };
    let opaque = alias.kind.def_id();
    let mut is_of_binding = false;
    let method = match tcx.def_kind(opaque) {
        DefKind::OpaqueTy => {
            let method = tcx.parent(opaque);
            is_of_binding = tcx.impl_of_assoc(method).is_some_and(|impl_def_id| {
                tcx.is_library_type(tcx.type_of(impl_def_id).skip_binder(), sym::Placed)
            });
            tcx.trait_item_of(method)
        }
        _ => tcx.inline_async_method_of_opaque(opaque),
    };
    if method.is_some_and(|method| tcx.asyncness(method) == ty::Asyncness::Inline) {
        err.note(if is_of_binding {
            of_binding
        } else {
            "only a call on a trait object is given a place: on a known type the call is that type's \
             own future, which needs none"
        });
    }
}

/// Whether this is that a call on a trait object is `Unpin`, which it is not outside of a place.
pub(super) fn is_unpin_of_call<'tcx>(tcx: TyCtxt<'tcx>, predicate: ty::Predicate<'tcx>) -> bool {
    predicate.as_trait_clause().is_some_and(|clause| {
        tcx.is_lang_item(clause.def_id(), LangItem::Unpin)
            && tcx.is_library_type(clause.self_ty().skip_binder(), sym::InlineCall)
    })
}

/// Says how a call is moved, where it would have to be.
fn note_call_not_unpin<'tcx>(
    tcx: TyCtxt<'tcx>,
    err: &mut Diag<'_>,
    predicate: ty::Predicate<'tcx>,
) {
    if is_unpin_of_call(tcx, predicate) {
        err.help("or run the call in a place: what `in_place` gives can be moved");
    }
}

/// Where an object type must be `Send` or `Sync` since `#[inline_async(send)]` wants that of the
/// calls on it: says so.
fn note_calls_must_be_sent<'tcx>(
    tcx: TyCtxt<'tcx>,
    err: &mut Diag<'_>,
    obligation: &PredicateObligation<'tcx>,
) {
    let Some(clause) = obligation.predicate.as_trait_clause() else { return };
    let Some(object) = clause.self_ty().no_bound_vars() else { return };
    let ty::Dynamic(predicates, _) = object.kind() else { return };
    let Some(principal) = predicates.principal() else { return };
    let mut code = obligation.cause.code();
    loop {
        let Some((parent, predicate)) = code.parent_with_predicate() else { return };
        if predicate.is_some_and(|predicate| {
            tcx.is_library_type(predicate.self_ty().skip_binder(), sym::InlineCall)
        }) {
            break;
        }
        code = parent;
    }
    let principal = principal.with_self_ty(tcx, object);
    let method = elaborate::supertraits(tcx, principal).find_map(|supertrait| {
        let args = tcx.instantiate_bound_regions_with_erased(supertrait).args;
        tcx.own_inline_async_methods(supertrait.def_id())
            .find(|&(_, opaque)| tcx.inline_async_send_of_call(opaque, args).is_some())
    });
    let Some((method, _)) = method else { return };
    err.span_note(
        tcx.def_span(method),
        "`#[inline_async(send)]` demands that calls of this method can be sent between threads",
    );
    let object = tcx.erase_and_anonymize_regions(object);
    err.help(format!("use `{object} + {}`", tcx.item_name(clause.def_id())));
}

/// A type `Placed<Ptr, P>` with a trait object behind `Ptr`.
struct Binding<'tcx> {
    principal: DefId,
    pointer: Ty<'tcx>,
}

impl<'tcx> Binding<'tcx> {
    fn of(tcx: TyCtxt<'tcx>, ty: Ty<'tcx>) -> Option<Self> {
        let ty::Adt(_, args) = *ty.peel_refs().kind() else { return None };
        if !tcx.is_library_type(ty.peel_refs(), sym::Placed) {
            return None;
        }
        // The object is what the pointer's `Deref` gives. It is named in the type of every pointer
        // of the standard library.
        args.type_at(0).walk().find_map(|arg| match arg.as_type()?.kind() {
            ty::Dynamic(predicates, _) => Some(Binding {
                principal: predicates.principal_def_id()?,
                pointer: args.type_at(0),
            }),
            _ => None,
        })
    }

    /// What `pointer` would be the pointer of.
    fn of_pointer(tcx: TyCtxt<'tcx>, pointer: Ty<'tcx>) -> Option<Self> {
        let ty::Dynamic(predicates, _) = pointee(tcx, pointer)?.kind() else { return None };
        Some(Binding { principal: predicates.principal_def_id()?, pointer })
    }

    /// Says that the pointer does not implement the trait, but a binding of it does.
    fn note_to_be_bound(&self, tcx: TyCtxt<'tcx>, err: &mut Diag<'_>, trait_def_id: DefId) {
        let trait_name = tcx.item_name(trait_def_id);
        if tcx.is_placeable(trait_def_id) {
            err.help(format!(
                "a pointer to an object does not implement `{trait_name}`, but a binding of it does, \
                 as `HeapPlaced::new(..)` makes one"
            ));
        }
        self.note_not_placeable(tcx, err, trait_def_id);
    }

    fn traits(&self, tcx: TyCtxt<'tcx>) -> impl Iterator<Item = DefId> {
        elaborate::supertrait_def_ids(tcx, self.principal)
    }

    fn note_not_placeable(&self, tcx: TyCtxt<'tcx>, err: &mut Diag<'_>, trait_def_id: DefId) {
        let trait_name = tcx.item_name(trait_def_id);
        if tcx.is_placeable(trait_def_id) {
            self.note_pointer(tcx, err, trait_def_id);
            // Supertraits that bindings must implement too.
            for supertrait in tcx.explicit_super_predicates_of(trait_def_id).iter_identity_copied()
            {
                if let Some(supertrait) = supertrait.0.as_trait_clause()
                    && needs_placeable(tcx, supertrait.def_id())
                {
                    self.note_not_placeable(tcx, err, supertrait.def_id());
                }
            }
            return;
        }
        if tcx.trait_def(trait_def_id).safety.is_unsafe() {
            err.note(format!(
                "bindings do not implement `{trait_name}`: an unsafe trait cannot be `#[placeable]`"
            ));
            return;
        }
        let declaration = trait_def_id
            .as_local()
            .map(|def_id| tcx.hir_expect_item(def_id).span)
            .filter(|span| !span.from_expansion());
        let Some(declaration) = declaration else {
            err.note(format!(
                "bindings implement `{trait_name}` if it is declared with `#[placeable]`"
            ));
            return;
        };
        let library = if find_attr!(tcx, crate, NoStd(..)) { "core" } else { "std" };
        let indentation = tcx.sess.source_map().indentation_before(declaration).unwrap_or_default();
        err.span_suggestion_verbose(
            declaration.shrink_to_lo(),
            format!("bindings implement `{trait_name}` if it is declared with `#[placeable]`"),
            format!("#[{library}::future::inline_async::placeable]\n{indentation}"),
            Applicability::MaybeIncorrect,
        );
    }

    /// Says what the methods of the trait need of the binding's pointer and do not get.
    fn note_pointer(&self, tcx: TyCtxt<'tcx>, err: &mut Diag<'_>, trait_def_id: DefId) {
        let trait_name = tcx.item_name(trait_def_id);
        let mut note = |method: Option<&ty::AssocItem>, what: &str, why: &str, way: &str| {
            if let Some(method) = method {
                err.note(format!(
                    "bindings implement `{trait_name}` if their pointer {what}, since `{}` {why}: {way}",
                    method.name(),
                ));
            }
        };
        let methods = || {
            tcx.associated_items(trait_def_id).in_definition_order().filter(|item| item.is_method())
        };
        let receiver = |item: &ty::AssocItem| {
            tcx.fn_sig(item.def_id).instantiate_identity().skip_binder().inputs()[0]
        };
        let is_pin = |ty: Ty<'tcx>| {
            ty.ty_adt_def().is_some_and(|adt| tcx.is_lang_item(adt.did(), LangItem::Pin))
        };
        let pointer_is = |name| tcx.is_library_type(self.pointer, name);

        if !self.pointer.is_box() && !pointer_is(sym::MoveRef) {
            note(
                methods().find(|item| tcx.consumes_self(item.def_id)),
                "owns its object",
                "consumes it",
                "a `Box` does, and a `MoveRef` made with `move_ref!`",
            );
        }
        if !is_pin(self.pointer) {
            note(
                methods().find(|item| is_pin(receiver(item))),
                "pins its object",
                "takes `Pin<&mut Self>`",
                "bind a `Pin<Box<_>>` or a `Pin<&mut _>`",
            );
        }
        if self.pointer.ref_mutability() == Some(Mutability::Not)
            || pointer_is(sym::Rc)
            || pointer_is(sym::Arc)
        {
            note(
                methods().find(|item| receiver(item).ref_mutability() == Some(Mutability::Mut)),
                "is not shared",
                "takes `&mut self`",
                "bind a `Box` or a `&mut` reference",
            );
        }
    }
}

/// What a pointer of the library points to that can be bound to a place if that is an object.
pub(super) fn pointee<'tcx>(tcx: TyCtxt<'tcx>, pointer: Ty<'tcx>) -> Option<Ty<'tcx>> {
    match *pointer.kind() {
        ty::Ref(_, object, _) => Some(object),
        ty::Adt(adt, args) if tcx.is_lang_item(adt.did(), LangItem::Pin) => {
            pointee(tcx, args.type_at(0))
        }
        ty::Adt(_, args) => {
            let is_pointer = pointer.is_box()
                || [sym::MoveRef, sym::Rc, sym::Arc]
                    .iter()
                    .any(|&name| tcx.is_library_type(pointer, name));
            if is_pointer { args.types().next() } else { None }
        }
        _ => None,
    }
}

/// Whether nothing but `#[placeable]` can implement the trait for bindings, and has not.
fn needs_placeable(tcx: TyCtxt<'_>, trait_def_id: DefId) -> bool {
    !tcx.trait_is_auto(trait_def_id)
        && tcx.as_lang_item(trait_def_id).is_none()
        && tcx.trait_impls_of(trait_def_id).blanket_impls().is_empty()
        && !tcx.is_placeable(trait_def_id)
}
