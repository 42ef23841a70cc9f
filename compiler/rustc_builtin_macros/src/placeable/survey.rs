//! Which items of a trait a binding forwards, which it leaves alone, and which stand in the way.

use std::ops::ControlFlow;

use rustc_ast as ast;
use rustc_ast::visit::{self, Visitor};
use rustc_ast::{AssocItemKind, GenericParamKind, Mutability, SelfKind, TyKind};
use rustc_ast_pretty::pprust;
use rustc_expand::base::ExtCtxt;
use rustc_span::{Ident, Span, Symbol, kw, sym};

use crate::errors::{
    PlaceableBoundOnFuture, PlaceableCannotForward, PlaceableObstacle, PlaceablePinnedAndConsumed,
};

/// How a method takes the binding, and so how it reaches the object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Receiver {
    /// `&self`
    Ref,
    /// `&mut self`
    Mut,
    /// `self: Pin<&mut Self>`
    Pin,
    /// `self`, of an `inline async` method
    Value,
}

/// A method that the impl forwards.
pub(super) struct Method<'a> {
    pub(super) item: &'a ast::AssocItem,
    pub(super) func: &'a ast::Fn,
    pub(super) receiver: Receiver,
    pub(super) is_inline_async: bool,
    /// Whether its future must be `Send`.
    pub(super) is_send: bool,
}

/// An associated type that the impl takes over from the object.
pub(super) struct Type<'a> {
    pub(super) item: &'a ast::AssocItem,
    pub(super) alias: &'a ast::TyAlias,
}

/// The items of a trait that the impl for bindings writes down, in the order of their declaration.
#[derive(Default)]
pub(super) struct Survey<'a> {
    pub(super) types: Vec<Type<'a>>,
    pub(super) methods: Vec<Method<'a>>,
}

impl<'a> Survey<'a> {
    pub(super) fn has_receiver(&self, receiver: Receiver) -> bool {
        self.method(receiver).is_some()
    }

    /// The first method with this receiver.
    fn method(&self, receiver: Receiver) -> Option<&Method<'a>> {
        self.methods.iter().find(|method| method.receiver == receiver)
    }

    /// The receivers of the methods whose futures must be `Send`.
    pub(super) fn receivers_of_send(&self) -> impl Iterator<Item = Receiver> {
        self.methods.iter().filter(|method| method.is_send).map(|method| method.receiver)
    }
}

enum Fate<'a> {
    Forward(Method<'a>),
    /// The trait's own default stays in force.
    Keep,
    Refuse(PlaceableObstacle),
    /// The declaration itself is an error that is reported elsewhere.
    Invalid,
}

/// Sorts the items of `def`. `None` if no impl can be written, in which case an error has been
/// emitted, or will be where the declaration is checked.
pub(super) fn survey<'a>(
    cx: &ExtCtxt<'_>,
    attr_span: Span,
    attrs: &[ast::Attribute],
    def: &'a ast::Trait,
) -> Option<Survey<'a>> {
    let mut survey = Survey::default();
    let mut names = Vec::new();
    let mut obstacles = Vec::new();
    let mut is_valid = true;

    let report_bounds_on_futures = |generics: &ast::Generics| {
        for (span, future) in bounds_on_futures(generics) {
            let future = pprust::ty_to_string(future);
            cx.dcx().emit_err(PlaceableBoundOnFuture { span, future, attr_span });
        }
        bounds_on_futures(generics).next().is_some()
    };
    is_valid &= !report_bounds_on_futures(&def.generics);

    for item in &def.items {
        let obstacle = match &item.kind {
            AssocItemKind::Type(alias) => match type_obstacle(alias) {
                Some(obstacle) => obstacle,
                None => {
                    survey.types.push(Type { item, alias });
                    continue;
                }
            },
            AssocItemKind::Fn(func) => match method_fate(item, func, says(sym::send, attrs)) {
                Fate::Forward(method) => {
                    is_valid &= !report_bounds_on_futures(&func.generics);
                    survey.methods.push(method);
                    continue;
                }
                Fate::Keep => continue,
                Fate::Refuse(obstacle) => obstacle,
                Fate::Invalid => {
                    is_valid = false;
                    continue;
                }
            },
            AssocItemKind::Const(constant) => {
                PlaceableObstacle::Const { span: constant.ident.span }
            }
            AssocItemKind::MacCall(_) => PlaceableObstacle::Macro { span: item.span },
            AssocItemKind::Delegation(_) | AssocItemKind::DelegationMac(_) => {
                PlaceableObstacle::Delegation { span: item.span }
            }
        };
        names.extend(item.kind.ident());
        obstacles.push(obstacle);
    }

    if !obstacles.is_empty() {
        cx.dcx().emit_err(PlaceableCannotForward {
            span: attr_span,
            items: list(&names),
            trait_name: def.ident,
            ways_out: (!obstacles.iter().all(PlaceableObstacle::yields_to_inline)).then_some(()),
            obstacles,
        });
        return None;
    }
    if let (Some(pinned), Some(consuming)) =
        (survey.method(Receiver::Pin), survey.method(Receiver::Value))
    {
        cx.dcx().emit_err(PlaceablePinnedAndConsumed {
            span: attr_span,
            pinned: pinned.func.ident.name,
            consuming: consuming.func.ident.name,
            pinned_span: pinned.func.ident.span,
            consuming_span: consuming.func.ident.span,
        });
        return None;
    }
    is_valid.then_some(survey)
}

/// Whether there is an `#[inline_async(what)]`.
fn says(what: Symbol, attrs: &[ast::Attribute]) -> bool {
    attrs.iter().filter(|attr| attr.has_name(sym::inline_async)).any(|attr| {
        let arguments = attr.meta_item_list().unwrap_or_default();
        arguments.iter().any(|argument| argument.has_name(what))
    })
}

/// "`a`, `b` and `c`"
fn list(names: &[Ident]) -> String {
    match names {
        [] => "the items made by a macro".to_string(),
        [name] => format!("`{name}`"),
        [names @ .., last] => {
            let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("{} and `{last}`", names.join(", "))
        }
    }
}

impl PlaceableObstacle {
    /// Whether the method can be forwarded once it is `inline`.
    fn yields_to_inline(&self) -> bool {
        matches!(
            self,
            PlaceableObstacle::NotInline { .. } | PlaceableObstacle::ByValueNotInline { .. }
        )
    }
}

fn type_obstacle(alias: &ast::TyAlias) -> Option<PlaceableObstacle> {
    let span = alias.ident.span;
    if !alias.generics.params.is_empty() {
        Some(PlaceableObstacle::GenericType { span })
    } else if requires_sized(&alias.generics) {
        Some(PlaceableObstacle::SizedType { span })
    } else {
        None
    }
}

fn method_fate<'a>(item: &'a ast::AssocItem, func: &'a ast::Fn, trait_says_send: bool) -> Fate<'a> {
    let span = func.ident.span;
    let header = &func.sig.header;
    let is_inline_async = header.inline.is_some();
    let has_default = func.body.is_some();
    // Reported elsewhere. The other methods need not suffer where the impl can do without this one.
    let invalid = || if has_default { Fate::Keep } else { Fate::Invalid };

    if let ast::Defaultness::Final(_) = func.defaultness {
        return Fate::Keep;
    }
    if let ast::Const::Yes(_) = header.constness {
        return invalid();
    }
    if requires_sized(&func.generics) {
        return match (is_inline_async, has_default) {
            (true, _) => invalid(),
            (false, true) => Fate::Keep,
            (false, false) => Fate::Refuse(PlaceableObstacle::SizedMethod { span }),
        };
    }

    let Some(self_param) = func.sig.decl.inputs.first().and_then(ast::Param::to_self) else {
        return if is_inline_async {
            invalid()
        } else {
            Fate::Refuse(PlaceableObstacle::NoReceiver { span })
        };
    };
    let is_plain_async = is_async(header) && !is_inline_async;
    let obstacle = signature_obstacle(func);
    let receiver = match Shape::of(&self_param.node) {
        Shape::Forwardable(receiver) => receiver,
        Shape::Value if is_inline_async => Receiver::Value,
        // Nobody can call the method on an object.
        Shape::Value if has_default => return Fate::Keep,
        Shape::Value if is_plain_async && obstacle.is_none() => {
            let method = func.ident;
            let more = if func.sig.decl.inputs.len() > 1 { ", .." } else { "" };
            return Fate::Refuse(PlaceableObstacle::ByValueNotInline {
                span: self_param.span,
                method,
                more,
            });
        }
        Shape::Value => return Fate::Refuse(PlaceableObstacle::ByValue { span: self_param.span }),
        Shape::Other => {
            return Fate::Refuse(PlaceableObstacle::OtherReceiver { span: self_param.span });
        }
    };

    match obstacle {
        Some(obstacle)
            if is_inline_async && !matches!(obstacle, PlaceableObstacle::BoundOnSelf { .. }) =>
        {
            invalid()
        }
        Some(obstacle) => Fate::Refuse(obstacle),
        None if is_plain_async => Fate::Refuse(PlaceableObstacle::NotInline { span }),
        None => {
            let says = |what| says(what, &item.attrs);
            let is_send =
                is_inline_async && (says(sym::send) || trait_says_send && !says(sym::local));
            Fate::Forward(Method { item, func, receiver, is_inline_async, is_send })
        }
    }
}

fn output(decl: &ast::FnDecl) -> Option<&ast::Ty> {
    match &decl.output {
        ast::FnRetTy::Default(_) => None,
        ast::FnRetTy::Ty(ty) => Some(ty),
    }
}

fn is_async(header: &ast::FnHeader) -> bool {
    matches!(header.coroutine_kind, Some(ast::CoroutineKind::Async { .. }))
}

/// What keeps a method from being forwarded, apart from its receiver. For an `async fn` that is not
/// `inline`, what would keep it from being forwarded if it were.
fn signature_obstacle(func: &ast::Fn) -> Option<PlaceableObstacle> {
    let span = func.ident.span;
    let ast::FnSig { header, decl, .. } = &func.sig;
    let is_inline = header.inline.is_some();
    if !func.generics.params.iter().all(is_lifetime)
        || decl.inputs.iter().any(|param| mentions_impl_trait(&param.ty))
    {
        Some(PlaceableObstacle::GenericMethod { span })
    } else if (header.coroutine_kind.is_some() && !is_async(header) && !is_inline)
        || output(decl).is_some_and(mentions_impl_trait)
    {
        Some(PlaceableObstacle::OpaqueOutput { span })
    } else if decl.c_variadic() {
        Some(PlaceableObstacle::Variadic { span })
    } else if bounds_self(&func.generics) {
        Some(PlaceableObstacle::BoundOnSelf { span })
    } else if is_async(header)
        && !is_inline
        && let Some(span) = never_inline(func)
    {
        Some(PlaceableObstacle::NeverInline { span })
    } else {
        None
    }
}

/// What keeps an `async fn` with a receiver and without `impl Trait` from being `inline`, as far as
/// its syntax tells: the ABI, an argument without a size, or `Self` in an argument or the output.
fn never_inline(func: &ast::Fn) -> Option<Span> {
    let ast::FnSig { header, decl, .. } = &func.sig;
    if let ast::Extern::Explicit(abi, _) = &header.ext
        && !can_be_passed_on(abi.symbol_unescaped.as_str())
    {
        return Some(abi.span);
    }
    let arguments = || decl.inputs.iter().skip(1).map(|param| &*param.ty);
    let ty = arguments()
        .find(|ty| is_unsized(ty))
        .or_else(|| arguments().chain(output(decl)).find(|ty| mentions_self(ty)))?;
    Some(ty.span)
}

/// Whether an `inline async fn` can have this ABI, as `rustc_ast_passes` checks it.
fn can_be_passed_on(abi: &str) -> bool {
    let abi = abi.strip_suffix("-unwind").unwrap_or(abi);
    let of_rust = ["Rust", "rust-cold", "rust-preserve-none"];
    of_rust.contains(&abi) || ["C", "cdecl", "system", "sysv64", "win64", "efiapi"].contains(&abi)
}

/// A receiver as it is written.
enum Shape {
    Forwardable(Receiver),
    Value,
    Other,
}

impl Shape {
    fn of(kind: &SelfKind) -> Shape {
        match kind {
            SelfKind::Region(_, mutability) => Shape::reference(*mutability),
            SelfKind::Pinned(_, Mutability::Mut) => Shape::Forwardable(Receiver::Pin),
            SelfKind::Pinned(_, Mutability::Not) => Shape::Other,
            SelfKind::Value(_) => Shape::Value,
            SelfKind::Explicit(ty, _) => match &peel_parens(ty).kind {
                TyKind::Ref(_, target) if is_self(&target.ty) => Shape::reference(target.mutbl),
                TyKind::PinnedRef(_, target)
                    if target.mutbl == Mutability::Mut && is_self(&target.ty) =>
                {
                    Shape::Forwardable(Receiver::Pin)
                }
                TyKind::Path(None, path) if is_pin_mut_self(path) => {
                    Shape::Forwardable(Receiver::Pin)
                }
                _ if is_self(ty) => Shape::Value,
                _ => Shape::Other,
            },
        }
    }

    fn reference(mutability: Mutability) -> Shape {
        Shape::Forwardable(match mutability {
            Mutability::Not => Receiver::Ref,
            Mutability::Mut => Receiver::Mut,
        })
    }
}

pub(super) fn is_lifetime(param: &ast::GenericParam) -> bool {
    matches!(param.kind, GenericParamKind::Lifetime)
}

fn peel_parens(mut ty: &ast::Ty) -> &ast::Ty {
    while let TyKind::Paren(inner) = &ty.kind {
        ty = inner;
    }
    ty
}

/// Whether `ty` is `Self`.
pub(super) fn is_self(ty: &ast::Ty) -> bool {
    peel_parens(ty).kind.is_simple_path() == Some(kw::SelfUpper)
}

/// Whether `path` is `Pin<&mut Self>`, however qualified.
fn is_pin_mut_self(path: &ast::Path) -> bool {
    let Some(segment) = path.segments.last() else { return false };
    if segment.ident.as_str() != "Pin" {
        return false;
    }
    if let Some(ast::GenericArgs::AngleBracketed(args)) = segment.args.as_deref()
        && let [ast::AngleBracketedArg::Arg(ast::GenericArg::Type(ty))] = &args.args[..]
        && let TyKind::Ref(_, target) = &peel_parens(ty).kind
    {
        target.mutbl == Mutability::Mut && is_self(&target.ty)
    } else {
        false
    }
}

/// Whether `ty` is seen to have no size known at compile time.
fn is_unsized(ty: &ast::Ty) -> bool {
    let kind = &peel_parens(ty).kind;
    matches!(kind, TyKind::Slice(_) | TyKind::TraitObject(..))
        || kind.is_simple_path() == Some(sym::str)
}

/// The bounds in the `where` clauses of `generics` on what methods of `Self` return, as in
/// `Self::m(..): Send`: where each bound is, and the type of which it is.
fn bounds_on_futures(generics: &ast::Generics) -> impl Iterator<Item = (Span, &ast::Ty)> {
    generics.where_clause.predicates.iter().filter_map(|predicate| {
        let ast::WherePredicateKind::BoundPredicate(bound) = &predicate.kind else { return None };
        let TyKind::Path(qself, path) = &bound.bounded_ty.kind else { return None };
        let [first, .., last] = &path.segments[..] else { return None };
        let is_of_self = match qself {
            Some(qself) => is_self(&qself.ty),
            None => first.ident.name == kw::SelfUpper,
        };
        let is_future =
            matches!(last.args.as_deref(), Some(ast::GenericArgs::ParenthesizedElided(_)));
        (is_of_self && is_future).then_some((predicate.span, &*bound.bounded_ty))
    })
}

/// The bounds of `Self` in the `where` clauses of `generics`.
pub(super) fn self_bounds(generics: &ast::Generics) -> impl Iterator<Item = &ast::GenericBound> {
    generics
        .where_clause
        .predicates
        .iter()
        .filter_map(|predicate| match &predicate.kind {
            ast::WherePredicateKind::BoundPredicate(predicate)
                if is_self(&predicate.bounded_ty) =>
            {
                Some(&predicate.bounds)
            }
            _ => None,
        })
        .flatten()
}

/// Whether there is a `where Self: Sized`.
fn requires_sized(generics: &ast::Generics) -> bool {
    self_bounds(generics).any(|bound| {
        let ast::GenericBound::Trait(bound) = bound else { return false };
        bound.trait_ref.path.segments.last().is_some_and(|last| last.ident.name == sym::Sized)
    })
}

/// Whether there is a `where Self: Trait`, which may hold for the binding and not for the object.
fn bounds_self(generics: &ast::Generics) -> bool {
    self_bounds(generics).any(|bound| matches!(bound, ast::GenericBound::Trait(_)))
}

fn mentions_impl_trait(ty: &ast::Ty) -> bool {
    struct Finder;
    impl<'ast> Visitor<'ast> for Finder {
        type Result = ControlFlow<()>;

        fn visit_ty(&mut self, ty: &'ast ast::Ty) -> ControlFlow<()> {
            if let TyKind::ImplTrait(..) = ty.kind {
                ControlFlow::Break(())
            } else {
                visit::walk_ty(self, ty)
            }
        }
    }
    Finder.visit_ty(ty).is_break()
}

/// Whether `ty` mentions `Self` other than for an associated type of it.
fn mentions_self(ty: &ast::Ty) -> bool {
    struct Finder;
    impl<'ast> Visitor<'ast> for Finder {
        type Result = ControlFlow<()>;

        fn visit_ty(&mut self, ty: &'ast ast::Ty) -> ControlFlow<()> {
            match &ty.kind {
                TyKind::Path(Some(qself), path) if is_self(&qself.ty) => self.visit_path(path),
                _ if is_self(ty) => ControlFlow::Break(()),
                _ => visit::walk_ty(self, ty),
            }
        }
    }
    Finder.visit_ty(ty).is_break()
}
