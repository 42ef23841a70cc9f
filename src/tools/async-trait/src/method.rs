//! What the signature of a method says, as far as tokens can say it.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, FnArg, GenericArgument, GenericParam, Path, PathArguments, Receiver, ReceiverKind,
    ReturnType, Signature, Type, TypeParamBound, TypePath, WherePredicate, parse_quote,
};

/// Whether the method can be called on an object as an inline method. One that cannot is none of those
/// that an object had before, either.
pub fn can_be_inline(sig: &Signature) -> bool {
    let Some(receiver) = sig.receiver() else { return false };
    let arguments = sig.inputs.iter().filter_map(|argument| match argument {
        FnArg::Receiver(_) => None,
        FnArg::Typed(argument) => Some(&*argument.ty),
    });
    let output = match &sig.output {
        ReturnType::Default => None,
        ReturnType::Type(_, output) => Some(&**output),
    };
    is_dispatchable(receiver)
        && sig.generics.params.iter().all(|param| matches!(param, GenericParam::Lifetime(_)))
        && !requires_sized(sig)
        && !arguments.chain(output).any(is_unknown_to_objects)
}

fn requires_sized(sig: &Signature) -> bool {
    let Some(clause) = &sig.generics.where_clause else { return false };
    clause.predicates.iter().any(|predicate| {
        let WherePredicate::Type(predicate) = predicate else { return false };
        is_self(&predicate.bounded_ty)
            && predicate.bounds.iter().any(|bound| {
                matches!(bound, TypeParamBound::Trait(bound)
                    if bound.maybe.is_none() && is_named(&bound.path, "Sized"))
            })
    })
}

/// `self`, `&self`, `&mut self`, a pointer of the library to `Self`, or `Pin` of one.
fn is_dispatchable(receiver: &Receiver) -> bool {
    let ty = type_of(receiver);
    is_self(&ty)
        || is_pointer_to_self(&ty)
        || argument_of(&ty, &["Pin"]).is_some_and(is_pointer_to_self)
}

/// The type of the receiver, which most leave to be understood.
fn type_of(receiver: &Receiver) -> Type {
    match &receiver.kind {
        ReceiverKind::Typed(_, ty) => (**ty).clone(),
        ReceiverKind::Reference(_, lifetime, mutability) => {
            parse_quote!(& #lifetime #mutability Self)
        }
        _ => parse_quote!(Self),
    }
}

fn is_pointer_to_self(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => is_self(&reference.elem),
        _ => argument_of(ty, &["Box", "Rc", "Arc"]).is_some_and(is_self),
    }
}

/// `T` of `Name<T>`.
fn argument_of<'a>(ty: &'a Type, names: &[&str]) -> Option<&'a Type> {
    let Type::Path(TypePath { qself: None, path, .. }) = ty else { return None };
    let last = path.segments.last()?;
    if !names.iter().any(|name| last.ident == name) {
        return None;
    }
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.iter().collect::<Vec<_>>()[..] {
        [GenericArgument::Type(argument)] => Some(argument),
        _ => None,
    }
}

fn is_self(ty: &Type) -> bool {
    matches!(ty, Type::Path(TypePath { qself: None, path, .. }) if path.is_ident("Self"))
}

/// Whether `path` is a marker of the standard library, by its name alone or in full.
pub fn is_named(path: &Path, name: &str) -> bool {
    let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    match &names.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [last] => *last == name,
        ["core" | "std", "marker", last] => *last == name,
        _ => false,
    }
}

/// The bounds on `Self` with which what `body` has of it is `Send`: the receiver, or any value.
pub fn bounds_of_self(sig: &Signature, body: &Block) -> &'static [&'static str] {
    let Some(receiver) = sig.receiver() else {
        return if mentions_self(body) { &["Send"] } else { &[] };
    };
    match &type_of(receiver) {
        Type::Reference(reference) if reference.mutability.is_none() => &["Sync"],
        ty if argument_of(ty, &["Arc"]).is_some_and(is_self) => &["Sync", "Send"],
        _ => &["Send"],
    }
}

/// Whether the type is another one for each implementation: it has `Self` in it, other than as the
/// beginning of an associated type, or an `impl Trait`.
fn is_unknown_to_objects(ty: &Type) -> bool {
    struct Finder(bool);

    impl VisitMut for Finder {
        fn visit_type_path_mut(&mut self, ty: &mut TypePath) {
            self.0 |= ty.qself.is_none() && ty.path.is_ident("Self");
            // What `<Self as Trait>::Item` begins with is all right.
            if ty.qself.as_ref().is_none_or(|qself| is_self(&qself.ty)) {
                visit_mut::visit_path_mut(self, &mut ty.path);
            } else {
                visit_mut::visit_type_path_mut(self, ty);
            }
        }

        fn visit_type_impl_trait_mut(&mut self, _: &mut syn::TypeImplTrait) {
            self.0 = true;
        }

        // The length of an array is an expression.
        fn visit_expr_mut(&mut self, _: &mut syn::Expr) {}
    }

    let mut finder = Finder(false);
    finder.visit_type_mut(&mut ty.clone());
    finder.0
}

pub fn has_impl_trait(ty: &Type) -> bool {
    struct Finder(bool);

    impl VisitMut for Finder {
        fn visit_type_impl_trait_mut(&mut self, _: &mut syn::TypeImplTrait) {
            self.0 = true;
        }
    }

    let mut finder = Finder(false);
    finder.visit_type_mut(&mut ty.clone());
    finder.0
}

pub fn mentions_self(tokens: &impl ToTokens) -> bool {
    mentions(tokens, &Ident::new("Self", Span::call_site()))
}

/// Whether a name stands anywhere in the tokens, format strings included.
pub fn mentions(tokens: &impl ToTokens, name: &Ident) -> bool {
    fn are_mentioned(tokens: TokenStream, name: &Ident) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == *name,
            TokenTree::Group(group) => are_mentioned(group.stream(), name),
            TokenTree::Literal(literal) => literal.to_string().contains(&name.to_string()),
            TokenTree::Punct(_) => false,
        })
    }
    are_mentioned(tokens.to_token_stream(), name)
}
