//! What is said where a call or a binding is given a place that is none, or a binding a pointer that
//! is none to a trait object.

use rustc_ast::util::parser::ExprPrecedence;
use rustc_errors::Applicability;
use rustc_hir as hir;
use rustc_hir::def::{DefKind, Res};
use rustc_hir::def_id::DefId;
use rustc_hir::{LangItem, find_attr};
use rustc_infer::traits::{ObligationCause, PredicateObligation};
use rustc_middle::ty::print::{with_crate_prefix, with_no_trimmed_paths};
use rustc_middle::ty::{self, Ty, TyCtxt, TypeVisitableExt, Upcast, elaborate};
use rustc_span::{ErrorGuaranteed, Span, Symbol, sym};

use super::inline_async::pointee;
use crate::error_reporting::TypeErrCtxt;
use crate::errors::inline_async as errors;
use crate::infer::InferCtxtExt;
use crate::traits::ObligationCtxt;

impl<'tcx> TypeErrCtxt<'_, 'tcx> {
    /// Says why the pointer or the place of a binding is none, where more is to be said than that the
    /// type does not implement the trait.
    pub(super) fn report_no_binding(
        &self,
        obligation: &PredicateObligation<'tcx>,
        root_obligation: &PredicateObligation<'tcx>,
    ) -> Option<ErrorGuaranteed> {
        let is = |clause: ty::TraitPredicate<'tcx>, name| {
            self.tcx.is_diagnostic_item(name, clause.def_id())
        };
        // Where a binding's type is named, the root is that the type is well-formed, and what is asked
        // of its pointer stands between.
        let causes = std::iter::successors(Some((obligation.cause.code(), None)), |(code, _)| {
            code.parent_with_predicate()
        });
        let clauses: Vec<_> = [root_obligation, obligation]
            .iter()
            .filter_map(|obligation| obligation.predicate.as_trait_clause()?.no_bound_vars())
            .chain(causes.filter_map(|(_, parent)| parent?.no_bound_vars()))
            .collect();
        // Of a pointer in a pointer, as in `Pin`, the outer one is what is bound.
        let clause = [sym::ObjectPtr, sym::ObjectPlace, sym::ObjectType]
            .iter()
            .find_map(|&name| clauses.iter().copied().rev().find(|&clause| is(clause, name)))?;
        let clause = self.resolve_vars_if_possible(clause);
        let argument = self.argument_at_fault(clause.self_ty(), obligation, root_obligation);
        let span = argument.map_or(obligation.cause.span, |argument| argument.span);
        if let Some(guar) = self.is_reported(span, argument.is_some(), clause) {
            return Some(guar);
        }
        // A type that names the binding is wrong where what it is made of was.
        if argument.is_none()
            && root_obligation.predicate.as_trait_clause().is_none()
            && let Some(guar) = self.tainted_by_errors()
        {
            return Some(guar);
        }
        if is(clause, sym::ObjectPtr) {
            self.report_no_pointer(clause.self_ty(), span, argument, obligation.param_env)
        } else if is(clause, sym::ObjectPlace) {
            self.report_no_place(clause.self_ty(), span, argument)
        } else if root_obligation
            .predicate
            .as_trait_clause()
            .is_some_and(|root| self.tcx.is_diagnostic_item(sym::ObjectType, root.def_id()))
        {
            self.report_no_object(clause.self_ty(), span)
        } else {
            // That what the pointer of a binding points to is no object follows from the pointer.
            self.tainted_by_errors()
        }
    }

    fn report_no_object(&self, ty: Ty<'tcx>, span: Span) -> Option<ErrorGuaranteed> {
        let name = self.print(ty);
        match ty.kind() {
            ty::Infer(ty::TyVar(_)) | ty::Error(_) => None,
            ty::Param(_) | ty::Alias(_) => {
                Some(self.dcx().emit_err(errors::UnknownTypeForObject { span, ty: name }))
            }
            _ => Some(self.dcx().emit_err(errors::KnownTypeForObject { span, ty: name })),
        }
    }

    /// Whether the same has been said: what is asked of an argument is asked again of the type that
    /// the call gives, and wherever that is used.
    fn is_reported(
        &self,
        span: Span,
        is_argument: bool,
        clause: ty::TraitPredicate<'tcx>,
    ) -> Option<ErrorGuaranteed> {
        // What is asked of a pointer is asked of what it points to.
        let asked = |clause: ty::TraitPredicate<'tcx>| {
            let is_place = self.tcx.is_diagnostic_item(sym::ObjectPlace, clause.def_id());
            let ty = innermost(self.tcx, self.resolve_vars_if_possible(clause.self_ty()));
            (is_place, self.tcx.erase_and_anonymize_regions(ty))
        };
        let names = [sym::ObjectPtr, sym::ObjectPlace, sym::ObjectType];
        self.reported_trait_errors.borrow().iter().find_map(|(earlier, (goals, guar))| {
            // Of what was wrong with a part of it, the whole is wrong too.
            if !is_argument && *earlier != span && span.contains(*earlier) {
                return Some(*guar);
            }
            let is_near = !is_argument || span.contains(*earlier) || earlier.contains(span);
            let is_same = goals
                .iter()
                .filter_map(|goal| goal.predicate.as_trait_clause()?.no_bound_vars())
                .filter(|goal| {
                    names.iter().any(|&name| self.tcx.is_diagnostic_item(name, goal.def_id()))
                })
                .any(|goal| asked(goal) == asked(clause));
            (is_near && is_same).then_some(*guar)
        })
    }

    /// The same where a method is called on a binding that is none: says whether `ty` is one, or has one in it.
    pub fn report_method_of_no_binding(
        &self,
        ty: Ty<'tcx>,
        span: Span,
        param_env: ty::ParamEnv<'tcx>,
    ) -> Option<ErrorGuaranteed> {
        let ty = self.resolve_vars_if_possible(ty).peel_refs();
        let args = ty.walk().filter_map(|arg| arg.as_type()).find_map(|ty| match *ty.kind() {
            ty::Adt(_, args) if self.tcx.is_library_type(ty, sym::Placed) => Some(args),
            _ => None,
        })?;
        let fails = |name, ty| {
            self.tcx.get_diagnostic_item(name).is_some_and(|trait_def_id| {
                !self.type_implements_trait(trait_def_id, [ty], param_env).may_apply()
            })
        };
        let (pointer, place) = (args.type_at(0), args.type_at(1));
        let is_pointer = !fails(sym::ObjectPtr, pointer);
        if is_pointer && !fails(sym::ObjectPlace, place) {
            return None;
        }
        self.tainted_by_errors().or_else(|| {
            if !self.tcx.is_library_type(ty, sym::Placed) {
                None
            } else if is_pointer {
                self.report_no_place(place, span, None)
            } else {
                self.report_no_pointer(pointer, span, None, param_env)
            }
        })
    }

    fn report_no_pointer(
        &self,
        pointer: Ty<'tcx>,
        span: Span,
        argument: Option<&'tcx hir::Expr<'tcx>>,
        param_env: ty::ParamEnv<'tcx>,
    ) -> Option<ErrorGuaranteed> {
        let tcx = self.tcx;
        let is_place = [sym::InlinePlace, sym::HeapPlace]
            .iter()
            .any(|&name| tcx.is_library_type(innermost(tcx, pointer), name));
        if is_place {
            let place = self.print(pointer);
            return Some(self.dcx().emit_err(errors::PlaceForPointer { span, place }));
        }
        if pointer.is_trait() {
            let dereference = argument.and_then(|argument| match argument.kind {
                hir::ExprKind::Unary(hir::UnOp::Deref, inner) => {
                    Some(argument.span.until(inner.span))
                }
                _ => None,
            });
            let object = self.print(pointer);
            let error = errors::ObjectForPointer { span, object, dereference };
            return Some(self.dcx().emit_err(error));
        }
        self.report_known_type(pointer, span, argument, param_env)
    }

    fn report_known_type(
        &self,
        pointer: Ty<'tcx>,
        span: Span,
        argument: Option<&'tcx hir::Expr<'tcx>>,
        param_env: ty::ParamEnv<'tcx>,
    ) -> Option<ErrorGuaranteed> {
        let tcx = self.tcx;
        let object = pointee(tcx, pointer)?;
        if matches!(
            object.kind(),
            ty::Dynamic(..) | ty::Infer(ty::TyVar(_)) | ty::Error(_) | ty::Alias(_)
        ) {
            return None;
        }
        let sized = tcx.lang_items().sized_trait()?;
        let way = if !self.type_implements_trait(sized, [object], param_env).may_apply() {
            let object_ty = self.print(object);
            if holds_object(object) {
                errors::ToObject::Guard { object: object_ty }
            } else {
                errors::ToObject::Unsized { object: object_ty }
            }
        } else if let Some(argument) = argument {
            self.cast_to_object(pointer, object, argument, param_env)
        } else {
            errors::ToObject::Other { pointer: pointer_to(tcx, pointer, "dyn Trait")?.0 }
        };
        Some(self.dcx().emit_err(errors::BindingOfKnownType {
            span,
            pointer: self.print(pointer),
            object: self.print(object),
            way,
            why: (),
        }))
    }

    fn cast_to_object(
        &self,
        pointer: Ty<'tcx>,
        object: Ty<'tcx>,
        argument: &'tcx hir::Expr<'tcx>,
        param_env: ty::ParamEnv<'tcx>,
    ) -> errors::ToObject {
        let tcx = self.tcx;
        let cast = |dyn_trait: &str| {
            let (pointer, is_named_anywhere) =
                pointer_to(tcx, pointer, dyn_trait).unwrap_or_else(|| ("_".to_owned(), false));
            (format!(" as {pointer}"), is_named_anywhere)
        };
        let mut traits = self.object_types_of(object, argument, param_env);
        if traits.len() != 1 {
            if traits.is_empty() && holds_object(object) {
                return errors::ToObject::Guard { object: self.print(object) };
            }
            if traits.is_empty() {
                traits.extend([("dyn Trait".to_owned(), false)]);
            }
            let casts: Vec<_> =
                traits.iter().map(|(name, _)| format!("`{}`", cast(name).0.trim_start())).collect();
            return errors::ToObject::OneOf { casts: casts.join(" or ") };
        }
        let (name, is_exact) = &traits[0];
        let (cast, is_named_anywhere) = cast(name);
        let is_written = !argument.span.from_expansion();
        let needs_parens = is_written
            && argument.precedence(&|id| !tcx.hir_attrs(id).is_empty()) < ExprPrecedence::Cast;
        errors::ToObject::Cast {
            before: argument.span.shrink_to_lo(),
            after: argument.span.shrink_to_hi(),
            opening: if needs_parens { "(" } else { "" },
            cast: if needs_parens { format!("){cast}") } else { cast },
            applicability: if *is_exact && is_named_anywhere && is_written {
                Applicability::MachineApplicable
            } else {
                Applicability::MaybeIncorrect
            },
        }
    }

    /// The object types with inline async methods that `ty` can become, each with whether it is
    /// written so that it can be used where `argument` is.
    fn object_types_of(
        &self,
        ty: Ty<'tcx>,
        argument: &'tcx hir::Expr<'tcx>,
        param_env: ty::ParamEnv<'tcx>,
    ) -> Vec<(String, bool)> {
        let tcx = self.tcx;
        let mut traits: Vec<_> = tcx
            .visible_traits()
            .filter(|&trait_def_id| {
                tcx.generics_of(trait_def_id).count() == 1
                    && tcx.has_inline_async_methods(trait_def_id)
                    && tcx.is_dyn_compatible(trait_def_id)
                    && self
                        .type_implements_trait(trait_def_id, [ty], param_env)
                        .must_apply_modulo_regions()
            })
            .collect();
        traits.sort_by_key(|&trait_def_id| tcx.def_path_str(trait_def_id));
        traits
            .into_iter()
            .filter_map(|trait_def_id| {
                let path = path_of_trait(tcx, trait_def_id, argument.hir_id)?;
                let (bindings, is_exact) = self.types_of_object(ty, trait_def_id, param_env);
                Some((format!("dyn {path}{bindings}"), is_exact))
            })
            .collect()
    }

    /// The `<Item = ..>` of the object type that `ty` becomes, and whether each type can be written.
    fn types_of_object(
        &self,
        ty: Ty<'tcx>,
        trait_def_id: DefId,
        param_env: ty::ParamEnv<'tcx>,
    ) -> (String, bool) {
        let tcx = self.tcx;
        let trait_ref = ty::TraitRef::new(tcx, trait_def_id, [ty]);
        let mut bindings = vec![];
        let mut is_exact = true;
        let clause: ty::Clause<'tcx> = trait_ref.upcast(tcx);
        for supertrait in elaborate::elaborate(tcx, [clause]).filter_only_self() {
            let Some(supertrait) = supertrait.as_trait_clause().and_then(|c| c.no_bound_vars())
            else {
                continue;
            };
            for item in tcx.associated_items(supertrait.def_id()).in_definition_order() {
                if !item.is_type()
                    || item.is_impl_trait_in_trait()
                    || tcx.generics_require_sized_self(item.def_id)
                {
                    continue;
                }
                let projection =
                    Ty::new_projection_from_args(tcx, item.def_id, supertrait.trait_ref.args);
                let cause = ObligationCause::dummy();
                let ocx = ObligationCtxt::new(self.infcx);
                let value = ocx
                    .structurally_normalize_ty(&cause, param_env, projection)
                    .unwrap_or(projection);
                let value = self.resolve_vars_if_possible(value);
                is_exact &= !value.has_infer() && !value.has_free_regions() && !value.has_aliases();
                bindings.push(format!("{} = {}", item.name(), self.print(value)));
            }
        }
        let bindings =
            if bindings.is_empty() { String::new() } else { format!("<{}>", bindings.join(", ")) };
        (bindings, is_exact)
    }

    fn report_no_place(
        &self,
        place: Ty<'tcx>,
        span: Span,
        argument: Option<&'tcx hir::Expr<'tcx>>,
    ) -> Option<ErrorGuaranteed> {
        let tcx = self.tcx;
        let is_pin = |ty: Ty<'tcx>| {
            ty.ty_adt_def().is_some_and(|adt| tcx.is_lang_item(adt.did(), LangItem::Pin))
        };
        let inner = innermost(tcx, place);
        if inner.is_trait()
            && let Some(guar) = self.tainted_by_errors()
        {
            // The pointer, where the place should be: the place stands where the pointer should.
            return Some(guar);
        }
        if tcx.is_library_type(inner, sym::HeapPlace) {
            let place = self.print(place);
            return Some(self.dcx().emit_err(errors::HeapPlaceBehindPointer { span, place }));
        }
        if !tcx.is_library_type(inner, sym::InlinePlace) {
            return None;
        }
        let way = if let ty::Adt(_, args) = *place.kind()
            && is_pin(place)
        {
            match args.type_at(0).ref_mutability() {
                Some(hir::Mutability::Mut) => errors::ToPlace::Pin,
                Some(hir::Mutability::Not) => errors::ToPlace::Exclusive,
                None => match argument {
                    Some(argument) => {
                        errors::ToPlace::AsMut { after: argument.span.shrink_to_hi() }
                    }
                    None => errors::ToPlace::Exclusive,
                },
            }
        } else if inner == place || place.is_ref() {
            let is_shared = place.ref_mutability() == Some(hir::Mutability::Not);
            argument.and_then(|argument| self.pin_argument(place, argument)).unwrap_or(
                if is_shared { errors::ToPlace::Exclusive } else { errors::ToPlace::Pin },
            )
        } else {
            errors::ToPlace::Heap
        };
        let is_static = matches!(way, errors::ToPlace::Take { .. });
        let place = self.print(place);
        Some(self.dcx().emit_err(errors::PlaceNotPinned { span, place, way, is_static }))
    }

    /// How the place that `argument` names is pinned.
    fn pin_argument(
        &self,
        place: Ty<'tcx>,
        argument: &'tcx hir::Expr<'tcx>,
    ) -> Option<errors::ToPlace> {
        let tcx = self.tcx;
        let source = |expr: &hir::Expr<'_>| tcx.sess.source_map().span_to_snippet(expr.span).ok();
        if argument.span.from_expansion() {
            return None;
        }
        let (named, borrowed) = match argument.kind {
            hir::ExprKind::AddrOf(hir::BorrowKind::Ref, mutability, named) => {
                (named, Some(mutability))
            }
            _ => (argument, None),
        };
        if let hir::ExprKind::Path(hir::QPath::Resolved(None, path)) = named.kind {
            match path.res {
                Res::Def(DefKind::Static { .. }, _) => {
                    return Some(errors::ToPlace::Take {
                        span: argument.span,
                        place: source(named)?,
                    });
                }
                Res::Local(local)
                    if let hir::Node::LetStmt(&hir::LetStmt { init: Some(init), .. }) =
                        tcx.parent_hir_node(local)
                        // A reference is to a place that is made elsewhere.
                        && place.is_ref() == borrowed.is_some()
                        && !init.span.from_expansion() =>
                {
                    let name = source(named)?;
                    let (before, after) = (init.span.shrink_to_lo(), init.span.shrink_to_hi());
                    let library = if find_attr!(tcx, crate, NoStd(..)) { "core" } else { "std" };
                    let Some(mutability) = borrowed else {
                        return Some(errors::ToPlace::PinLocal { before, after, library });
                    };
                    return Some(errors::ToPlace::PinBorrowed {
                        before,
                        after,
                        library,
                        argument: argument.span,
                        place: match mutability {
                            hir::Mutability::Mut => format!("{name}.as_mut()"),
                            hir::Mutability::Not => name,
                        },
                    });
                }
                _ => {}
            }
        }
        None
    }

    /// The path by which the trait can be named where `at` is, if there is one.
    pub fn path_of_trait(&self, trait_def_id: DefId, at: hir::HirId) -> Option<String> {
        path_of_trait(self.tcx, trait_def_id, at)
    }

    fn print(&self, ty: Ty<'tcx>) -> String {
        self.tcx.erase_and_anonymize_regions(self.resolve_vars_if_possible(ty)).to_string()
    }
}

/// Whether an object is in `ty`, as in a cell or a lock.
fn holds_object(ty: Ty<'_>) -> bool {
    ty.walk().any(|arg| arg.as_type().is_some_and(Ty::is_trait))
}

/// What is behind all pointers of `ty`.
pub(super) fn innermost<'tcx>(tcx: TyCtxt<'tcx>, mut ty: Ty<'tcx>) -> Ty<'tcx> {
    while let Some(inner) = pointee(tcx, ty) {
        ty = inner;
    }
    ty
}

/// The type of `pointer`, with `object` behind it, as it is written, and whether that names the same
/// type wherever it stands.
fn pointer_to<'tcx>(tcx: TyCtxt<'tcx>, pointer: Ty<'tcx>, object: &str) -> Option<(String, bool)> {
    match *pointer.kind() {
        ty::Ref(_, _, mutability) => Some((format!("&{}{object}", mutability.prefix_str()), true)),
        ty::Adt(adt, args) if tcx.is_lang_item(adt.did(), LangItem::Pin) => {
            let (inner, _) = pointer_to(tcx, args.type_at(0), object)?;
            Some((format!("Pin<{inner}>"), false))
        }
        ty::Adt(adt, _) if tcx.is_library_type(pointer, sym::MoveRef) => {
            Some((format!("{}<'_, {object}>", tcx.item_name(adt.did())), false))
        }
        ty::Adt(adt, args) => {
            let is_global = args.types().nth(1).is_none_or(|allocator| {
                allocator
                    .ty_adt_def()
                    .is_some_and(|adt| tcx.is_lang_item(adt.did(), LangItem::GlobalAlloc))
            });
            let allocator = if is_global { "" } else { ", _" };
            let is_in_prelude = pointer.is_box() && !find_attr!(tcx, crate, NoStd(..));
            Some((format!("{}<{object}{allocator}>", tcx.item_name(adt.did())), is_in_prelude))
        }
        _ => None,
    }
}

/// The path by which the trait can be named where `at` is, if there is one.
fn path_of_trait(tcx: TyCtxt<'_>, trait_def_id: DefId, at: hir::HirId) -> Option<String> {
    let module = tcx.parent_module(at);
    let name = tcx.item_name(trait_def_id);
    let parent = tcx.parent(trait_def_id);
    if parent == module.to_def_id() {
        return Some(name.to_string());
    }
    if tcx.def_kind(parent) != DefKind::Mod {
        // Inside of a function: named there only.
        return (parent == at.owner.to_def_id()).then(|| name.to_string());
    }
    let imported: Option<Symbol> = tcx.hir_module_free_items(module).find_map(|item| {
        let hir::ItemKind::Use(path, hir::UseKind::Single(name)) = tcx.hir_item(item).kind else {
            return None;
        };
        let is_trait = path.res.type_ns == Some(Res::Def(DefKind::Trait, trait_def_id));
        (is_trait && name.name != rustc_span::kw::Underscore).then_some(name.name)
    });
    if let Some(imported) = imported {
        return Some(imported.to_string());
    }
    let is_visible = tcx.visibility(trait_def_id).is_accessible_from(module, tcx);
    is_visible.then(|| with_no_trimmed_paths!(with_crate_prefix!(tcx.def_path_str(trait_def_id))))
}
