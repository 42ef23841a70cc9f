//! What is said where a method of a binding is not found, or is found more than once.

use rustc_errors::{Applicability, Diag, listify, pluralize};
use rustc_hir as hir;
use rustc_hir::{LangItem, find_attr};
use rustc_middle::ty::print::PrintTraitRefExt as _;
use rustc_middle::ty::{self, Ty};
use rustc_span::{DUMMY_SP, Ident, Span, Symbol};
use rustc_trait_selection::infer::InferCtxtExt;
use rustc_trait_selection::traits::supertraits;

use super::SelfSource;
use crate::FnCtxt;

/// How many methods of an object are named where one is not found.
const NAMED_METHODS: usize = 8;

/// The object behind the binding on which a method is called.
struct ObjectOfReceiver<'tcx> {
    object: Ty<'tcx>,
    trait_ref: ty::PolyTraitRef<'tcx>,
    /// The pointer of the binding.
    pointer: Ty<'tcx>,
    /// How many times the receiver is dereferenced to get the object.
    derefs: usize,
}

impl<'tcx> FnCtxt<'_, 'tcx> {
    fn object_of_receiver(&self, receiver_ty: Ty<'tcx>) -> Option<ObjectOfReceiver<'tcx>> {
        let steps: Vec<_> = self
            .autoderef(DUMMY_SP, receiver_ty)
            .silence_errors()
            .map(|(ty, _)| self.resolve_vars_if_possible(ty))
            .collect();
        steps.array_windows().enumerate().find_map(|(step, &[binding, object])| {
            let ty::Adt(_, args) = *binding.kind() else { return None };
            if !self.tcx.is_binding(binding) {
                return None;
            }
            let trait_ref = self.trait_ref_of_object(object)?;
            let derefs = step + 1;
            Some(ObjectOfReceiver { object, trait_ref, pointer: args.type_at(0), derefs })
        })
    }

    /// Names the methods that a binding has, where another one is called.
    pub(super) fn note_methods_of_binding(
        &self,
        err: &mut Diag<'_>,
        source: SelfSource<'tcx>,
        receiver_ty: Ty<'tcx>,
        method: Ident,
    ) {
        self.err_ctxt().note_method_not_placeable(err, receiver_ty, method);
        let SelfSource::MethodCall(_) = source else { return };
        let Some(ObjectOfReceiver { object, trait_ref, .. }) = self.object_of_receiver(receiver_ty)
        else {
            return;
        };
        let mut methods: Vec<Symbol> = vec![];
        for trait_ref in supertraits(self.tcx, trait_ref) {
            for (method, _) in self.tcx.own_inline_async_methods(trait_ref.def_id()) {
                let name = self.tcx.item_name(method);
                if !methods.contains(&name) {
                    methods.push(name);
                }
            }
        }
        let mut names: Vec<_> =
            methods.iter().take(NAMED_METHODS).map(|name| format!("`{name}`")).collect();
        if methods.len() > names.len() {
            names.push(format!("{} more", methods.len() - names.len()));
        }
        if let Some(names) = listify(&names, String::clone) {
            let object = self.tcx.erase_and_anonymize_regions(object);
            let s = pluralize!(methods.len());
            err.note(format!("the binding has the inline async method{s} of `{object}`: {names}"));
        }
    }

    /// Says how the method `item` of a trait is called where the binding has others of its name, and
    /// whether it is called on a binding at all. A path does not call it on the binding, which does
    /// not implement the trait.
    pub(super) fn disambiguate_on_binding(
        &self,
        err: &mut Diag<'_>,
        (source, receiver_ty, args): (SelfSource<'tcx>, Ty<'tcx>, Option<&'tcx [hir::Expr<'tcx>]>),
        item: ty::AssocItem,
        candidate: Option<usize>,
        span: Span,
    ) -> bool {
        let tcx = self.tcx;
        let trait_def_id = tcx.parent(item.def_id);
        let SelfSource::MethodCall(receiver) = source else { return false };
        if !item.is_method() {
            return false;
        }
        let Some(binding) = self.object_of_receiver(receiver_ty) else { return false };
        let candidates: Vec<_> = supertraits(tcx, binding.trait_ref)
            .filter(|trait_ref| trait_ref.def_id() == trait_def_id)
            .collect();
        if candidates.is_empty() {
            return false;
        }
        let is_inline = tcx.asyncness(item.def_id) == ty::Asyncness::Inline;
        let of_candidate = match candidate {
            Some(candidate) => format!(" of candidate #{candidate}"),
            None => String::new(),
        };
        let path = self.err_ctxt().path_of_trait(trait_def_id, receiver.hir_id);
        let object = self.borrow_object(&binding, receiver, item);
        for trait_ref in &candidates {
            let trait_ref = tcx.instantiate_bound_regions_with_erased(*trait_ref);
            let printed = trait_ref.print_only_trait_path().to_string();
            if let Some(object) = &object
                && let Some(path) = &path
                && let Some(args) = args
                && !span.from_expansion()
            {
                // Of one generic trait there may be more than one, of which the arguments tell.
                let path =
                    if candidates.len() > 1 { format!("<_ as {printed}>") } else { path.clone() };
                let args = std::iter::once(object.clone()).chain(args.iter().map(|arg| {
                    let source = tcx.sess.source_map().span_to_snippet(arg.span);
                    source.unwrap_or_else(|_| "_".to_owned())
                }));
                let args = args.collect::<Vec<_>>().join(", ");
                let finds_place =
                    if is_inline { " for a call that finds a place by itself" } else { "" };
                err.span_suggestion_verbose(
                    span,
                    format!("call the method{of_candidate} on the object{finds_place}"),
                    format!("{path}::{}({args})", item.name()),
                    Applicability::MaybeIncorrect,
                );
            }
            if is_inline {
                err.help(format!(
                    "bind a pointer to `dyn {printed}` for a binding that has the \
                     method{of_candidate} alone"
                ));
            }
        }
        true
    }

    /// The receiver of the method, written with the object for the binding, where the object is not
    /// to be moved.
    fn borrow_object(
        &self,
        binding: &ObjectOfReceiver<'tcx>,
        receiver: &'tcx hir::Expr<'tcx>,
        item: ty::AssocItem,
    ) -> Option<String> {
        let tcx = self.tcx;
        let source = tcx.sess.source_map().span_to_snippet(receiver.span).ok()?;
        let takes =
            *tcx.fn_sig(item.def_id).instantiate_identity().skip_binder().inputs().first()?;
        let stars = |count| "*".repeat(count);
        let is_pin = |adt: ty::AdtDef<'tcx>| tcx.is_lang_item(adt.did(), LangItem::Pin);
        match *takes.kind() {
            ty::Ref(_, _, hir::Mutability::Not) => {
                Some(format!("&{}{source}", stars(binding.derefs)))
            }
            ty::Ref(_, _, hir::Mutability::Mut) => {
                let deref_mut = tcx.lang_items().deref_mut_trait()?;
                let is_mutable = self
                    .infcx
                    .type_implements_trait(deref_mut, [binding.pointer], self.param_env)
                    .may_apply();
                is_mutable.then(|| format!("&mut {}{source}", stars(binding.derefs)))
            }
            ty::Adt(adt, _) if is_pin(adt) && binding.pointer.ty_adt_def().is_some_and(is_pin) => {
                let library = if find_attr!(tcx, crate, NoStd(..)) { "core" } else { "std" };
                let placed = format!("{library}::future::inline_async::Placed");
                Some(format!("{placed}::get_pin_mut(&mut {}{source})", stars(binding.derefs - 1)))
            }
            _ => None,
        }
    }
}
