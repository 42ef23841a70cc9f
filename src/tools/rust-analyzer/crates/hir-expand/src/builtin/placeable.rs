//! `#[placeable]`: implements a trait for bindings of its objects.
//!
//! What rustc generates forwards to the object, and says in detail for which objects. Here only
//! signatures and associated types matter, so that
//!
//! ```ignore (illustrative)
//! #[placeable]
//! trait Source<T> {
//!     type Item;
//!     inline async fn next(&mut self, limit: T) -> Self::Item;
//! }
//! ```
//!
//! gives the trait and
//!
//! ```ignore (illustrative)
//! impl<T, Ptr, P> Source<T> for Placed<Ptr, P>
//! where
//!     Ptr: ObjectPtr,
//!     P: ObjectPlace,
//!     <Ptr as Deref>::Target: Source<T>,
//! {
//!     type Item = <<Ptr as Deref>::Target as Source<T>>::Item;
//!     inline async fn next(&mut self, limit: T) -> Self::Item;
//! }
//! ```
//!
//! Nothing is said of methods without a body, and nothing in them is unused.

use itertools::Itertools;
use span::Span;
use syntax::{
    AstNode, NodeOrToken, SyntaxElement, SyntaxKind, SyntaxNode,
    ast::{self, HasGenericParams, HasModuleItem, HasName},
};

use crate::{ExpandError, ExpandResult, MacroCallId, builtin::quote, db::ExpandDatabase, tt};

const OBJECT: &str = "<__Ptr as ::core::ops::Deref>::Target";

pub(super) fn placeable_expand(
    db: &dyn ExpandDatabase,
    _id: MacroCallId,
    tt: &tt::TopSubtree,
    span: Span,
) -> ExpandResult<tt::TopSubtree> {
    let (parsed, _) = crate::db::token_tree_to_syntax_node(db, tt, crate::ExpandTo::Items);
    let items = ast::MacroItems::cast(parsed.syntax_node());
    let Some(ast::Item::Trait(trait_)) = items.and_then(|items| items.items().next()) else {
        let error = ExpandError::other(span, "`#[placeable]` can only be applied to a trait");
        return ExpandResult::new(tt.clone(), error);
    };
    let implementation = implementation(&trait_).and_then(|text| {
        syntax_bridge::parse_to_token_tree_static_span(span.ctx.edition(db), span, &text)
    });
    match implementation {
        Some(implementation) => ExpandResult::ok(quote::quote! { span => #tt #implementation }),
        None => ExpandResult::ok(tt.clone()),
    }
}

/// The text of the impl.
fn implementation(trait_: &ast::Trait) -> Option<String> {
    let name = trait_.name()?;
    let params = trait_.generic_param_list().into_iter().flat_map(|it| it.generic_params());
    let (declared, used): (Vec<_>, Vec<_>) =
        params.filter_map(|param| Some((declaration(&param), name_of(&param)?))).unzip();
    let trait_ref = format!("{name}<{}>", used.join(", "));
    // Lifetimes come first, as they do in the trait.
    let declared = declared.iter().map(String::as_str).chain(["__Ptr", "__P"]).join(", ");

    let mut items = String::new();
    for item in trait_.assoc_item_list()?.assoc_items() {
        match item {
            ast::AssocItem::TypeAlias(alias) => {
                let name = alias.name()?;
                items += &format!("type {name} = <{OBJECT} as {trait_ref}>::{name};\n");
            }
            ast::AssocItem::Fn(method) => {
                items += &without(method.syntax(), |kind| {
                    matches!(kind, SyntaxKind::BLOCK_EXPR | SyntaxKind::SEMICOLON)
                });
                items += ";\n";
            }
            ast::AssocItem::Const(_) | ast::AssocItem::MacroCall(_) => return None,
        }
    }
    // As text it means nothing.
    if items.contains("$crate") {
        return None;
    }
    Some(format!(
        "impl<{declared}> {trait_ref} for ::core::future::inline_async::Placed<__Ptr, __P>
         where
             __Ptr: ::core::future::inline_async::ObjectPtr,
             __P: ::core::future::inline_async::ObjectPlace,
             {OBJECT}: {trait_ref},
         {{ {items} }}"
    ))
}

/// A parameter without its default, which an impl cannot have.
fn declaration(param: &ast::GenericParam) -> String {
    let mut is_default = false;
    let parts = param.syntax().children_with_tokens().filter(|part| {
        is_default |= part.kind() == SyntaxKind::EQ;
        !is_default
    });
    text(parts)
}

fn name_of(param: &ast::GenericParam) -> Option<String> {
    match param {
        ast::GenericParam::LifetimeParam(param) => Some(param.lifetime()?.to_string()),
        ast::GenericParam::TypeParam(param) => Some(param.name()?.to_string()),
        ast::GenericParam::ConstParam(param) => Some(param.name()?.to_string()),
    }
}

/// The text of a node without its attributes, its comments, and what else is named.
fn without(node: &SyntaxNode, is_left_out: impl Fn(SyntaxKind) -> bool) -> String {
    text(node.children_with_tokens().filter(|part| {
        !matches!(part.kind(), SyntaxKind::ATTR | SyntaxKind::COMMENT) && !is_left_out(part.kind())
    }))
}

/// In what comes out of token trees there is no white space.
fn text(parts: impl Iterator<Item = SyntaxElement>) -> String {
    parts
        .flat_map(|part| match part {
            NodeOrToken::Node(node) => {
                node.descendants_with_tokens().filter_map(NodeOrToken::into_token).collect()
            }
            NodeOrToken::Token(token) => vec![token],
        })
        .join(" ")
}
