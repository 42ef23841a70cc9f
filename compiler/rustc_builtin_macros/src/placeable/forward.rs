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

        let object_method = {
            let (qself, path) = self.qualified(self.object(), self.trait_path(), func.ident);
            cx.expr(span, ast::ExprKind::Path(Some(qself), path))
        };
        let (output, body) = if *is_inline_async {
            let call = match receiver {
                Receiver::Ref => sym::call_ref,
                Receiver::Mut => sym::call_mut,
                Receiver::Pin => sym::call_pin,
                Receiver::Value => sym::call_owned,
            };
            let signature = match receiver {
                Receiver::Value => self.by_value_signature_check(span, func.ident, args.len()),
                _ => self.signature_check(span, object_method.clone(), args.len()),
            };
            let args = cx.expr_tuple(span, args);
            let args = thin_vec![cx.expr_self(span), object_method, signature, args];
            let call = cx.expr_path(self.core_path(&[sym::Placed, call], vec![]));
            let output = self.future_of(span, &func.sig.decl.output);
            (ast::FnRetTy::Ty(output), self.unsafe_expr(cx.expr_call(span, call, args)))
        } else {
            let get = match receiver {
                Receiver::Ref => sym::get,
                Receiver::Mut => sym::get_mut,
                Receiver::Pin => sym::get_pin_mut,
                Receiver::Value => unreachable!("a method that is not `inline async`"),
            };
            let get = cx.expr_path(self.core_path(&[sym::Placed, get], vec![]));
            let binding = match receiver {
                Receiver::Ref | Receiver::Mut | Receiver::Value => cx.expr_self(span),
                // A binding is `Unpin`, whatever it is bound to.
                Receiver::Pin => {
                    let get_mut = cx.std_path(&[sym::pin, sym::Pin, sym::get_mut]);
                    cx.expr_call_global(span, get_mut, thin_vec![cx.expr_self(span)])
                }
            };
            let object = cx.expr_call(span, get, thin_vec![binding]);
            args.insert(0, object);
            let call = cx.expr_call(span, object_method, args);
            let body = match func.sig.header.safety {
                ast::Safety::Unsafe(_) => self.unsafe_expr(call),
                ast::Safety::Safe(_) | ast::Safety::Default => call,
            };
            (func.sig.decl.output.clone(), body)
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

    /// `|object, args| <Object as Tr<..>>::m(object, args.0, args.1)`, never called: through it the
    /// type checker proves that the object's method takes and gives what the binding's does.
    fn signature_check(
        &self,
        span: Span,
        object_method: Box<ast::Expr>,
        arg_count: usize,
    ) -> Box<ast::Expr> {
        let cx = self.cx;
        let [object, args] = ["_object", "_args"].map(|name| Ident::from_str_and_span(name, span));
        let args_of_call = std::iter::once(cx.expr_ident(span, object))
            .chain(self.fields(span, args, arg_count))
            .collect();
        cx.lambda(span, vec![object, args], cx.expr_call(span, object_method, args_of_call))
    }

    /// `|args| <Object as Marker<..>>::signature_of_m(PhantomData, args.0, args.1)`, never called:
    /// the same proof for a method that takes `self`. No expression can call such a method with an
    /// object, so the marker trait declares a function with the same types.
    fn by_value_signature_check(
        &self,
        span: Span,
        method: Ident,
        arg_count: usize,
    ) -> Box<ast::Expr> {
        let cx = self.cx;
        let args = Ident::from_str_and_span("_args", span);
        let marker = self.with_trait_args(self.marker_ident());
        let signature = self.signature_ident(span, method);
        let (qself, path) = self.qualified(self.object(), marker, signature);
        let function = cx.expr(span, ast::ExprKind::Path(Some(qself), path));
        let phantom_data = cx.path_global(span, cx.std_path(&[sym::marker, sym::PhantomData]));
        let args_of_call = std::iter::once(cx.expr_path(phantom_data))
            .chain(self.fields(span, args, arg_count))
            .collect();
        cx.lambda(span, vec![args], cx.expr_call(span, function, args_of_call))
    }

    /// `tuple.0`, `tuple.1`, ..
    fn fields(
        &self,
        span: Span,
        tuple: Ident,
        count: usize,
    ) -> impl Iterator<Item = Box<ast::Expr>> {
        let cx = self.cx;
        (0..count).map(move |index| {
            let field = Ident::new(sym::integer(index), span);
            cx.expr(span, ast::ExprKind::Field(cx.expr_ident(span, tuple), field))
        })
    }

    fn signature_ident(&self, span: Span, method: Ident) -> Ident {
        Ident::from_str_and_span(&format!("signature_of_{method}"), span)
    }

    /// `fn signature_of_m(_: PhantomData<Self>, arg0: A, arg1: B) -> R { loop {} }`, for an `inline
    /// async` method that takes `self`.
    pub(super) fn by_value_signature(&self, method: &Method<'_>) -> Box<ast::AssocItem> {
        let Method { item, func, .. } = method;
        let cx = self.cx;
        let span = cx.with_def_site_ctxt(item.span);

        let self_ty = cx.ty_ident(span, Ident::new(kw::SelfUpper, span));
        let phantom_data = cx.std_path(&[sym::marker, sym::PhantomData]);
        let phantom_data =
            cx.path_all(span, true, phantom_data, vec![ast::GenericArg::Type(self_ty)]);
        let mut inputs = func.sig.decl.inputs.clone();
        for (index, param) in inputs.iter_mut().enumerate() {
            let ident = Ident::from_str_and_span(&format!("_arg{index}"), span);
            let ty = match index {
                0 => cx.ty_path(phantom_data.clone()),
                _ => param.ty.clone(),
            };
            *param = cx.param(span, ident, ty);
        }

        let forever = ast::ExprKind::Loop(cx.block(span, ThinVec::new()), None, span);
        let decl = cx.fn_decl(inputs, func.sig.decl.output.clone());
        self.function(
            self.lint_attrs(span, &item.attrs),
            self.signature_ident(span, func.ident),
            &func.generics,
            ast::FnSig { header: ast::FnHeader::default(), decl, span },
            cx.expr(span, forever),
        )
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
