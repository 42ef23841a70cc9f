//! Which methods are `inline async fn`, and what their attributes say of their calls.
//!
//! There are two spellings, the keyword and the attribute `#[inline_async]` on the method or on its
//! trait, where it is meant for every `async fn`.

use syntax::{
    NodeOrToken,
    ast::{self, TokenTreeChildren},
};

use crate::{
    FunctionId, ItemContainerId, Lookup, attrs::AttrFlags, db::DefDatabase,
    signatures::FunctionSignature,
};

/// What the types of the calls of an inline async method depend on, beside its signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InlineAsync {
    /// `#[inline_async(local)]`: calls are never `Send`.
    pub is_local: bool,
    /// `#[track_caller]`: a call has its caller's location beside the arguments.
    pub is_tracked: bool,
}

impl InlineAsync {
    /// `None` where `method` is no inline async method of a trait. In an impl the keyword means
    /// nothing.
    pub fn of_trait_method(db: &dyn DefDatabase, method: FunctionId) -> Option<Self> {
        let ItemContainerId::TraitId(trait_) = method.lookup(db).container else { return None };
        if !FunctionSignature::of(db, method).is_inline_async() {
            return None;
        }
        let on_method = AttrFlags::query(db, method.into());
        let says = AttrFlags::INLINE_ASYNC_SEND | AttrFlags::INLINE_ASYNC_LOCAL;
        let said_by = if on_method.intersects(says) {
            on_method
        } else {
            AttrFlags::query(db, trait_.into())
        };
        Some(InlineAsync {
            is_local: said_by.contains(AttrFlags::INLINE_ASYNC_LOCAL),
            is_tracked: on_method.contains(AttrFlags::TRACK_CALLER),
        })
    }
}

/// Whether a function with these attributes is declared inline.
pub(crate) fn is_declared(
    db: &dyn DefDatabase,
    container: ItemContainerId,
    attrs: AttrFlags,
    function: &ast::Fn,
) -> bool {
    function.async_token().is_some()
        && (function.inline_token().is_some()
            || attrs.contains(AttrFlags::INLINE_ASYNC)
            || matches!(container, ItemContainerId::TraitId(trait_)
                if AttrFlags::query(db, trait_.into()).contains(AttrFlags::INLINE_ASYNC)))
}

/// The flags of `#[inline_async(..)]`.
pub(crate) fn flags_of_arguments(arguments: ast::TokenTree) -> AttrFlags {
    let mut flags = AttrFlags::INLINE_ASYNC;
    for token in TokenTreeChildren::new(&arguments).filter_map(NodeOrToken::into_token) {
        match token.text() {
            "send" => flags |= AttrFlags::INLINE_ASYNC_SEND,
            "local" => flags |= AttrFlags::INLINE_ASYNC_LOCAL,
            _ => {}
        }
    }
    flags
}
