//! The pieces of syntax that the parts of an expansion share.

use rustc_ast as ast;
use rustc_ast::token::{Delimiter, IdentIsRaw, LitKind, TokenKind};
use rustc_ast::tokenstream::{DelimSpan, TokenTree};
use rustc_ast::{GenericArg, GenericParamKind, ItemKind};
use rustc_span::{Ident, Span, Symbol, sym};
use thin_vec::ThinVec;

use super::Expansion;

impl Expansion<'_, '_> {
    // Names. All of them are of this expansion, whatever the author's are called.

    pub(super) fn ident(&self, name: &str) -> Ident {
        Ident::from_str_and_span(name, self.span)
    }

    pub(super) fn marker_ident(&self) -> Ident {
        self.ident(&format!("ObjectOf{}", self.def.ident))
    }

    pub(super) fn pointer_ident(&self) -> Ident {
        self.ident("Ptr")
    }

    pub(super) fn place_ident(&self) -> Ident {
        self.ident("P")
    }

    // Paths and types.

    /// `$crate::future::inline_async::<names>`
    pub(super) fn core_path(&self, names: &[Symbol], args: Vec<GenericArg>) -> ast::Path {
        let mut components = vec![sym::future, sym::inline_async];
        components.extend_from_slice(names);
        self.cx.path_all(self.span, true, self.cx.std_path(&components), args)
    }

    pub(super) fn core_bound(&self, names: &[Symbol]) -> ast::GenericBound {
        self.bound(self.core_path(names, vec![]))
    }

    pub(super) fn bound(&self, path: ast::Path) -> ast::GenericBound {
        self.cx.trait_bound(path, false)
    }

    /// `Placed<Ptr, P>`
    pub(super) fn binding(&self) -> Box<ast::Ty> {
        let args = [self.pointer_ident(), self.place_ident()]
            .map(|ident| GenericArg::Type(self.cx.ty_ident(self.span, ident)));
        self.cx.ty_path(self.core_path(&[sym::Placed], args.to_vec()))
    }

    /// `<Ptr as Deref>::Target`
    pub(super) fn object(&self) -> Box<ast::Ty> {
        let deref = self.cx.path_global(self.span, self.cx.std_path(&[sym::ops, sym::Deref]));
        let pointer = self.cx.ty_ident(self.span, self.pointer_ident());
        self.projection(pointer, deref, Ident::new(sym::Target, self.span))
    }

    /// `Tr<'a, T>`
    pub(super) fn trait_path(&self) -> ast::Path {
        self.with_trait_args(self.def.ident)
    }

    /// `<Object as Tr<'a, T>>::item`, where the item is a type.
    pub(super) fn object_type(&self, item: Ident) -> Box<ast::Ty> {
        self.projection(self.object(), self.trait_path(), item)
    }

    /// `ident<'a, T>` with the parameters of the trait.
    pub(super) fn with_trait_args(&self, ident: Ident) -> ast::Path {
        let span = self.span;
        let args = self
            .def
            .generics
            .params
            .iter()
            .map(|param| match param.kind {
                GenericParamKind::Lifetime => {
                    GenericArg::Lifetime(self.cx.lifetime(span, param.ident))
                }
                GenericParamKind::Type { .. } => {
                    GenericArg::Type(self.cx.ty_ident(span, param.ident))
                }
                GenericParamKind::Const { .. } => {
                    GenericArg::Const(self.cx.const_ident(span, param.ident))
                }
            })
            .collect();
        self.cx.path_all(span, false, vec![ident], args)
    }

    /// `<ty as trait_path>::item` as the two halves of a path in a type or an expression.
    pub(super) fn qualified(
        &self,
        ty: Box<ast::Ty>,
        mut trait_path: ast::Path,
        item: Ident,
    ) -> (Box<ast::QSelf>, ast::Path) {
        let qself =
            ast::QSelf { ty, path_span: trait_path.span, position: trait_path.segments.len() };
        trait_path.segments.push(ast::PathSegment::from_ident(item));
        trait_path.span = self.span;
        (Box::new(qself), trait_path)
    }

    pub(super) fn projection(
        &self,
        ty: Box<ast::Ty>,
        trait_path: ast::Path,
        item: Ident,
    ) -> Box<ast::Ty> {
        let (qself, path) = self.qualified(ty, trait_path, item);
        self.cx.ty(self.span, ast::TyKind::Path(Some(qself), path))
    }

    // Items and their parts.

    /// The trait's generic parameters and `where` clauses, as an item other than a type or a trait
    /// can have them: without defaults.
    pub(super) fn generics(&self) -> ast::Generics {
        let mut generics = self.def.generics.clone();
        for param in &mut generics.params {
            param.attrs.clear();
            match &mut param.kind {
                GenericParamKind::Lifetime => {}
                GenericParamKind::Type { default } => *default = None,
                GenericParamKind::Const { default, .. } => *default = None,
            }
        }
        generics
    }

    /// `for<binder> ty: bounds`
    pub(super) fn predicate(
        &self,
        binder: ThinVec<ast::GenericParam>,
        ty: Box<ast::Ty>,
        bounds: ast::GenericBounds,
    ) -> ast::WherePredicate {
        let predicate =
            ast::WhereBoundPredicate { bound_generic_params: binder, bounded_ty: ty, bounds };
        ast::WherePredicate {
            attrs: ThinVec::new(),
            kind: ast::WherePredicateKind::BoundPredicate(predicate),
            id: ast::DUMMY_NODE_ID,
            span: self.span,
            is_placeholder: false,
        }
    }

    pub(super) fn trait_item(
        &self,
        attrs: ast::AttrVec,
        ident: Ident,
        generics: ast::Generics,
        bounds: ast::GenericBounds,
        items: ThinVec<Box<ast::AssocItem>>,
    ) -> Box<ast::Item> {
        let def = ast::Trait {
            constness: ast::Const::No,
            safety: ast::Safety::Default,
            is_auto: ast::IsAuto::No,
            impl_restriction: ast::ImplRestriction {
                kind: ast::RestrictionKind::Unrestricted,
                span: self.span.shrink_to_lo(),
                tokens: None,
            },
            ident,
            generics,
            bounds,
            items,
        };
        self.cx.item(self.span, attrs, ItemKind::Trait(Box::new(def)))
    }

    pub(super) fn impl_item(
        &self,
        attrs: ast::AttrVec,
        generics: ast::Generics,
        trait_path: ast::Path,
        self_ty: Box<ast::Ty>,
        items: ThinVec<Box<ast::AssocItem>>,
    ) -> Box<ast::Item> {
        let header = ast::TraitImplHeader {
            defaultness: ast::Defaultness::Implicit,
            safety: ast::Safety::Default,
            polarity: ast::ImplPolarity::Positive,
            trait_ref: self.cx.trait_ref(trait_path),
        };
        let kind = ItemKind::Impl(ast::Impl {
            generics,
            constness: ast::Const::No,
            of_trait: Some(Box::new(header)),
            self_ty,
            items,
        });
        self.cx.item(self.span, attrs, kind)
    }

    pub(super) fn assoc_item(
        &self,
        span: Span,
        attrs: ast::AttrVec,
        kind: ast::AssocItemKind,
    ) -> Box<ast::AssocItem> {
        Box::new(ast::AssocItem {
            attrs,
            id: ast::DUMMY_NODE_ID,
            span,
            vis: ast::Visibility {
                kind: ast::VisibilityKind::Inherited,
                span: span.shrink_to_lo(),
                tokens: None,
            },
            kind,
            tokens: None,
        })
    }

    pub(super) fn assoc_type(
        &self,
        span: Span,
        attrs: ast::AttrVec,
        ident: Ident,
        where_clause: ast::WhereClause,
        ty: Option<Box<ast::Ty>>,
    ) -> Box<ast::AssocItem> {
        let alias = ast::TyAlias {
            defaultness: ast::Defaultness::Implicit,
            ident,
            generics: ast::Generics::default(),
            after_where_clause: where_clause,
            bounds: vec![],
            ty,
        };
        self.assoc_item(span, attrs, ast::AssocItemKind::Type(Box::new(alias)))
    }

    /// The attributes for what is copied from an item of the author's with `attrs`: the lint levels
    /// set there hold for the copy, and no lint of the copy is one that the author expects. Where
    /// the item is deprecated, forwarding to it is no use of it.
    pub(super) fn lint_attrs(&self, span: Span, attrs: &[ast::Attribute]) -> ast::AttrVec {
        attrs
            .iter()
            .filter_map(|attr| {
                if attr.has_any_name(&[sym::allow, sym::warn, sym::deny, sym::forbid]) {
                    Some(attr.clone())
                } else if attr.has_name(sym::expect)
                    && let ast::AttrKind::Normal(normal) = &attr.kind
                {
                    let path = self.cx.path_ident(span, Ident::new(sym::allow, span));
                    let item = ast::AttrItem { path, tokens: None, ..normal.item.clone() };
                    Some(self.cx.attr_nested(item, span))
                } else if attr.has_name(sym::deprecated) {
                    Some(self.cx.attr_nested_word(sym::allow, sym::deprecated, span))
                } else {
                    None
                }
            })
            .collect()
    }

    /// `#[rustc_on_unimplemented(message = "..")]`
    pub(super) fn unimplemented_message(&self, message: &str) -> ast::Attribute {
        let span = self.span;
        let tokens = [
            TokenKind::Ident(sym::message, IdentIsRaw::No),
            TokenKind::Eq,
            TokenKind::lit(LitKind::Str, Symbol::intern(message), None),
        ]
        .into_iter()
        .map(|kind| TokenTree::token_alone(kind, span))
        .collect();
        let args = ast::AttrArgs::Delimited(ast::DelimArgs {
            dspan: DelimSpan::from_single(span),
            delim: Delimiter::Parenthesis,
            tokens,
        });
        let name = Ident::new(sym::rustc_on_unimplemented, span);
        let item = ast::AttrItem {
            unsafety: ast::Safety::Default,
            path: self.cx.path_ident(span, name),
            args: ast::AttrItemKind::Unparsed(args),
            tokens: None,
        };
        self.cx.attr_nested(item, span)
    }
}
