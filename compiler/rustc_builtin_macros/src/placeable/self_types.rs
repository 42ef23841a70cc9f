//! `Self::Item` and its like: the associated types that a trait's signatures name through `Self`.

use rustc_ast as ast;
use rustc_ast::TyKind;
use rustc_ast::mut_visit::{self, MutVisitor};
use rustc_ast::visit::{self, BoundKind, LifetimeCtxt, Visitor};
use rustc_ast_pretty::pprust;
use rustc_span::{Ident, Symbol, kw};

use super::survey::{Survey, is_self};

/// An associated type of `Self` as it is written.
enum SelfType<'a> {
    /// `Self::Item`
    Shorthand(Ident),
    /// `<Self as Tr<'a>>::Item`: the trait's path, and the item.
    Qualified(ast::Path, &'a ast::PathSegment),
}

impl SelfType<'_> {
    fn of(ty: &ast::Ty) -> Option<SelfType<'_>> {
        let TyKind::Path(qself, path) = &ty.kind else { return None };
        match qself {
            None => {
                let [first, item, ..] = &path.segments[..] else { return None };
                let is_shorthand = first.ident.name == kw::SelfUpper && item.args.is_none();
                is_shorthand.then_some(SelfType::Shorthand(item.ident))
            }
            Some(qself) if qself.position > 0 && is_self(&qself.ty) => {
                let item = path.segments.get(qself.position)?;
                let trait_path = ast::Path {
                    span: qself.path_span,
                    segments: path.segments[..qself.position].iter().cloned().collect(),
                    tokens: None,
                };
                item.args.is_none().then_some(SelfType::Qualified(trait_path, item))
            }
            Some(_) => None,
        }
    }
}

/// The associated types of one trait.
#[derive(Clone, Copy)]
pub(super) struct OwnTypes<'a> {
    trait_ident: Ident,
    names: &'a [Symbol],
}

impl<'a> OwnTypes<'a> {
    /// `names` are the associated types that `def` declares.
    pub(super) fn new(def: &ast::Trait, names: &'a [Symbol]) -> Self {
        OwnTypes { trait_ident: def.ident, names }
    }

    fn contains(&self, ty: &SelfType<'_>) -> bool {
        match ty {
            SelfType::Shorthand(item) => self.names.contains(&item.name),
            SelfType::Qualified(trait_path, item) => {
                self.names.contains(&item.ident.name)
                    && trait_path
                        .segments
                        .last()
                        .is_some_and(|last| last.ident.name == self.trait_ident.name)
            }
        }
    }

    /// Whether `arg` says of an associated type what one of these types has to do with it, as in
    /// `Item = Self::Own`.
    fn are_in_constraint(self, arg: &ast::AngleBracketedArg) -> bool {
        let ast::AngleBracketedArg::Constraint(constraint) = arg else { return false };
        let mut finder = Finder { only: Some(self), found: false };
        finder.visit_assoc_item_constraint(constraint);
        finder.found
    }

    /// Makes `Super` of `Super<Item = Self::Own>`.
    pub(super) fn take_from(self, bounds: &mut ast::GenericBounds) {
        for bound in bounds {
            if let ast::GenericBound::Trait(bound) = bound {
                retain_args(&mut bound.trait_ref.path, |arg| !self.are_in_constraint(arg));
            }
        }
    }
}

fn retain_args(path: &mut ast::Path, keep: impl Fn(&ast::AngleBracketedArg) -> bool) {
    let Some(last) = path.segments.last_mut() else { return };
    if let Some(ast::GenericArgs::AngleBracketed(args)) = last.args.as_deref_mut() {
        args.args.retain(|arg| keep(arg));
        if args.args.is_empty() {
            last.args = None;
        }
    }
}

/// Whether `Self` or an associated type of it is named in an argument of one of the traits in
/// `bounds`, or of one that they ask of their associated types. The output of a closure counts as
/// well, in `Fn() -> Self::Item`.
pub(super) fn are_in_arguments<'a>(
    bounds: impl IntoIterator<Item = &'a ast::GenericBound>,
) -> bool {
    let mut finder = SelfFinder { found: false };
    let mut bounds: Vec<_> = bounds.into_iter().collect();
    while let Some(bound) = bounds.pop() {
        let ast::GenericBound::Trait(bound) = bound else { continue };
        let Some(last) = bound.trait_ref.path.segments.last() else { continue };
        match last.args.as_deref() {
            Some(ast::GenericArgs::AngleBracketed(args)) => {
                for arg in &args.args {
                    match arg {
                        ast::AngleBracketedArg::Arg(arg) => finder.visit_generic_arg(arg),
                        ast::AngleBracketedArg::Constraint(constraint) => {
                            if let ast::AssocItemConstraintKind::Bound { bounds: more } =
                                &constraint.kind
                            {
                                bounds.extend(more);
                            }
                        }
                    }
                }
            }
            Some(args) => finder.visit_generic_args(args),
            None => {}
        }
    }
    finder.found
}

struct SelfFinder {
    found: bool,
}

impl<'ast> Visitor<'ast> for SelfFinder {
    fn visit_path(&mut self, path: &'ast ast::Path) {
        self.found |= path.segments.first().is_some_and(|first| first.ident.name == kw::SelfUpper);
        visit::walk_path(self, path);
    }
}

/// Whether `predicate` mentions an associated type of `Self`.
pub(super) fn are_in_predicate(predicate: &ast::WherePredicate) -> bool {
    let mut finder = Finder { only: None, found: false };
    finder.visit_where_predicate(predicate);
    finder.found
}

/// Whether `bound` mentions an associated type of `Self`.
pub(super) fn are_in_bound(bound: &ast::GenericBound) -> bool {
    let mut finder = Finder { only: None, found: false };
    finder.visit_param_bound(bound, BoundKind::Bound);
    finder.found
}

struct Finder<'a> {
    /// Those that are looked for; `None` for all of them.
    only: Option<OwnTypes<'a>>,
    found: bool,
}

impl<'ast> Visitor<'ast> for Finder<'_> {
    fn visit_ty(&mut self, ty: &'ast ast::Ty) {
        self.found |=
            SelfType::of(ty).is_some_and(|named| self.only.is_none_or(|own| own.contains(&named)));
        visit::walk_ty(self, ty);
    }
}

/// Replaces the trait's own associated types of `Self` by those of the object.
///
/// In the header of the impl `Self::Item` would be defined by the impl that it is a condition of.
pub(super) struct NameThroughObject<'a> {
    pub(super) own: OwnTypes<'a>,
    /// Makes `<Object as Tr<..>>::Item` of `Item`.
    pub(super) object_type: &'a dyn Fn(Ident) -> Box<ast::Ty>,
}

impl MutVisitor for NameThroughObject<'_> {
    fn visit_ty(&mut self, ty: &mut ast::Ty) {
        let replacement = match SelfType::of(ty) {
            Some(named) if self.own.contains(&named) => Some(match named {
                SelfType::Shorthand(item) => (self.object_type)(item),
                SelfType::Qualified(_, item) => (self.object_type)(item.ident),
            }),
            _ => None,
        };
        match replacement {
            Some(replacement) => *ty = *replacement,
            None => mut_visit::walk_ty(self, ty),
        }
    }
}

/// The associated types that the trait has from its supertraits, as far as its forwarded items mention
/// them, or its supertraits ask that one of them be a type of its own.
#[derive(Default)]
pub(super) struct InheritedTypes {
    /// Named as in `Self::Item`.
    pub(super) shorthand: Vec<Ident>,
    /// Named as in `<Self as Super<'a>>::Item`.
    pub(super) qualified: Vec<QualifiedType>,
}

/// `<Self as supertrait>::item`
pub(super) struct QualifiedType {
    pub(super) supertrait: ast::Path,
    pub(super) item: Ident,
    /// The lifetimes in `supertrait` that are not the trait's but a method's.
    pub(super) lifetimes: Vec<Ident>,
}

impl InheritedTypes {
    pub(super) fn collect(def: &ast::Trait, survey: &Survey<'_>, own: OwnTypes<'_>) -> Self {
        let mut collector =
            Collector { own, generics: &def.generics, inherited: InheritedTypes::default() };
        collector.visit_generics(&def.generics);
        for bound in &def.bounds {
            if let ast::GenericBound::Trait(bound) = bound {
                collector.add_constrained(&bound.trait_ref.path);
            }
        }
        for ty in &survey.types {
            collector.visit_generics(&ty.alias.generics);
            for bound in &ty.alias.bounds {
                collector.visit_param_bound(bound, BoundKind::Bound);
            }
        }
        for method in &survey.methods {
            collector.visit_generics(&method.func.generics);
            collector.visit_fn_decl(&method.func.sig.decl);
        }
        collector.inherited
    }
}

struct Collector<'a> {
    own: OwnTypes<'a>,
    generics: &'a ast::Generics,
    inherited: InheritedTypes,
}

impl Collector<'_> {
    /// Adds the `Item` of `Super<Item = Self::Own>`. The object's `Item` is what the supertrait
    /// asks for: the impl makes `Self::Own` the object's.
    fn add_constrained(&mut self, path: &ast::Path) {
        let Some(last) = path.segments.last() else { return };
        let Some(ast::GenericArgs::AngleBracketed(args)) = last.args.as_deref() else { return };
        for arg in &args.args {
            if let ast::AngleBracketedArg::Constraint(constraint) = arg
                && constraint.gen_args.is_none()
                && self.own.are_in_constraint(arg)
            {
                let mut supertrait = path.clone();
                retain_args(&mut supertrait, |arg| matches!(arg, ast::AngleBracketedArg::Arg(_)));
                self.add_qualified(supertrait, constraint.ident);
            }
        }
    }

    fn add_qualified(&mut self, supertrait: ast::Path, item: Ident) {
        let known = &mut self.inherited.qualified;
        let text = pprust::path_to_string(&supertrait);
        let is_known = known.iter().any(|other| {
            other.item.name == item.name && pprust::path_to_string(&other.supertrait) == text
        });
        if !is_known {
            let lifetimes = free_lifetimes(&supertrait, self.generics);
            known.push(QualifiedType { supertrait, item, lifetimes });
        }
    }
}

impl<'ast> Visitor<'ast> for Collector<'_> {
    fn visit_ty(&mut self, ty: &'ast ast::Ty) {
        match SelfType::of(ty) {
            Some(named) if self.own.contains(&named) => {}
            Some(SelfType::Shorthand(item)) => {
                let known = &mut self.inherited.shorthand;
                if !known.iter().any(|other| other.name == item.name) {
                    known.push(item);
                }
            }
            Some(SelfType::Qualified(trait_path, item)) => {
                self.add_qualified(trait_path, item.ident)
            }
            None => {}
        }
        visit::walk_ty(self, ty);
    }
}

/// The lifetimes named in `path` that are not parameters in `generics`.
fn free_lifetimes(path: &ast::Path, generics: &ast::Generics) -> Vec<Ident> {
    struct Lifetimes<'a> {
        generics: &'a ast::Generics,
        free: Vec<Ident>,
    }
    impl<'ast> Visitor<'ast> for Lifetimes<'_> {
        fn visit_lifetime(&mut self, lifetime: &'ast ast::Lifetime, _: LifetimeCtxt) {
            let ident = lifetime.ident;
            let is_special =
                ident.name == kw::StaticLifetime || ident.name == kw::UnderscoreLifetime;
            let mut bound = self.generics.params.iter().map(|param| &param.ident);
            let is_bound = bound.any(|other| other.name == ident.name);
            if !is_special && !is_bound && !self.free.contains(&ident) {
                self.free.push(ident);
            }
        }
    }
    let mut lifetimes = Lifetimes { generics, free: Vec::new() };
    lifetimes.visit_path(path);
    lifetimes.free
}
