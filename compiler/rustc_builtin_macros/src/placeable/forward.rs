//! The items of the impl for bindings.

use rustc_ast as ast;
use rustc_span::{Ident, Span, kw, sym};
use thin_vec::{ThinVec, thin_vec};

use super::Expansion;
use super::survey::{Method, Receiver, Type};

impl Expansion<'_, '_> {
    /// `type Item = <Object as Tr<'a, T>>::Item;`
    pub(super) fn forward_type(&self, ty: &Type<'_>) -> Box<ast::AssocItem> {
        let Type { item, alias } = ty;
        let span = self.cx.with_def_site_ctxt(item.span);
        self.assoc_type(
            span,
            self.lint_attrs(span, &item.attrs),
            alias.ident,
            alias.generics.where_clause.clone(),
            Some(self.object_type(alias.ident)),
        )
    }

    /// The method with the same signature, its patterns replaced by names, and the object called in
    /// its body.
    pub(super) fn forward_method(&self, method: &Method<'_>) -> Box<ast::AssocItem> {
        let Method { item, func, receiver, is_inline_async, .. } = method;
        let cx = self.cx;
        let span = cx.with_def_site_ctxt(item.span);

        let mut inputs = ThinVec::new();
        let mut args = ThinVec::new();
        for (index, param) in func.sig.decl.inputs.iter().enumerate() {
            let ident = match index {
                0 => Ident::new(kw::SelfLower, span),
                _ => Ident::from_str_and_span(&format!("arg{}", index - 1), span),
            };
            inputs.push(cx.param(span, ident, param.ty.clone()));
            if index > 0 {
                args.push(cx.expr_ident(span, ident));
            }
        }

        let binding = match receiver {
            Receiver::Ref | Receiver::Mut | Receiver::Value => cx.expr_self(span),
            // A binding is `Unpin`, whatever it is bound to.
            Receiver::Pin => {
                let get_mut = cx.std_path(&[sym::pin, sym::Pin, sym::get_mut]);
                cx.expr_call_global(span, get_mut, thin_vec![cx.expr_self(span)])
            }
        };
        let (output, call) = if *is_inline_async {
            let output = self.future_of(span, &func.sig.decl.output);
            (ast::FnRetTy::Ty(output), self.call_on_binding(span, binding, func.ident, args))
        } else {
            let get = match receiver {
                Receiver::Ref => cx.std_path(&[sym::ops, sym::Deref, sym::deref]),
                Receiver::Mut => cx.std_path(&[sym::ops, sym::DerefMut, sym::deref_mut]),
                Receiver::Pin => {
                    cx.std_path(&[sym::future, sym::inline_async, sym::Placed, sym::get_pin_mut])
                }
                Receiver::Value => unreachable!("a method that is not `inline async`"),
            };
            args.insert(0, cx.expr_call_global(span, get, thin_vec![binding]));
            let (qself, path) = self.qualified(self.object(), self.trait_path(), func.ident);
            let method = cx.expr(span, ast::ExprKind::Path(Some(qself), path));
            (func.sig.decl.output.clone(), cx.expr_call(span, method, args))
        };
        let body = match func.sig.header.safety {
            ast::Safety::Unsafe(_) => self.unsafe_expr(call),
            ast::Safety::Safe(_) | ast::Safety::Default => call,
        };

        let header = ast::FnHeader {
            safety: func.sig.header.safety,
            ext: func.sig.header.ext,
            ..ast::FnHeader::default()
        };
        let sig = ast::FnSig { header, decl: cx.fn_decl(inputs, output), span };
        let mut attrs = self.lint_attrs(span, &item.attrs);
        attrs.push(cx.attr_word(sym::inline, span));
        self.function(attrs, func.ident, &func.generics, sig, body)
    }

    fn function(
        &self,
        attrs: ast::AttrVec,
        ident: Ident,
        generics: &ast::Generics,
        sig: ast::FnSig,
        body: Box<ast::Expr>,
    ) -> Box<ast::AssocItem> {
        let span = sig.span;
        let function = ast::Fn {
            defaultness: ast::Defaultness::Implicit,
            ident,
            generics: generics.clone(),
            sig,
            contract: None,
            define_opaque: None,
            body: Some(self.cx.block_expr(body)),
            eii_impls: ThinVec::new(),
        };
        self.assoc_item(span, attrs, ast::AssocItemKind::Fn(Box::new(function)))
    }

    /// `binding.m(arg0, arg1)`, which is the object's method and not the one that has this body: a
    /// binding has the object's as if they were inherent.
    fn call_on_binding(
        &self,
        span: Span,
        binding: Box<ast::Expr>,
        method: Ident,
        args: ThinVec<Box<ast::Expr>>,
    ) -> Box<ast::Expr> {
        let call = ast::MethodCall {
            seg: ast::PathSegment::from_ident(method),
            receiver: binding,
            args,
            span,
        };
        self.cx.expr(span, ast::ExprKind::MethodCall(Box::new(call)))
    }

    /// `impl Future<Output = R>`
    fn future_of(&self, span: Span, output: &ast::FnRetTy) -> Box<ast::Ty> {
        let cx = self.cx;
        let output = match output {
            ast::FnRetTy::Default(_) => cx.ty(span, ast::TyKind::Tup(ThinVec::new())),
            ast::FnRetTy::Ty(ty) => ty.clone(),
        };
        let mut path = cx.path_global(span, cx.std_path(&[sym::future, sym::Future]));
        self.add_equality(&mut path, Ident::new(sym::Output, span), output);
        cx.ty(span, ast::TyKind::ImplTrait(ast::DUMMY_NODE_ID, vec![self.bound(path)]))
    }

    /// Makes `Tr<.., item = ty>` of the path `Tr<..>`.
    pub(super) fn add_equality(&self, path: &mut ast::Path, item: Ident, ty: Box<ast::Ty>) {
        let constraint = ast::AngleBracketedArg::Constraint(ast::AssocItemConstraint {
            id: ast::DUMMY_NODE_ID,
            ident: item,
            gen_args: None,
            kind: ast::AssocItemConstraintKind::Equality { term: ast::Term::Ty(ty) },
            span: self.span,
        });
        let Some(last) = path.segments.last_mut() else { return };
        match last.args.as_deref_mut() {
            Some(ast::GenericArgs::AngleBracketed(args)) => args.args.push(constraint),
            _ => {
                let args = ast::AngleBracketedArgs { span: self.span, args: thin_vec![constraint] };
                last.args = Some(args.into());
            }
        }
    }

    /// `unsafe { expr }`
    fn unsafe_expr(&self, expr: Box<ast::Expr>) -> Box<ast::Expr> {
        let mut block = self.cx.block_expr(expr);
        block.rules = ast::BlockCheckMode::Unsafe(ast::CompilerGenerated);
        self.cx.expr_block(block)
    }
}
