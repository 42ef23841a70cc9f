use quote::quote;

use super::*;

#[track_caller]
fn check(arguments: TokenStream, item: TokenStream, expected: TokenStream) {
    let expanded = expand(arguments, item).unwrap();
    let text = |tokens: TokenStream| tokens.to_string().replace(' ', "");
    assert_eq!(text(expanded), text(expected));
}

#[track_caller]
fn check_error(arguments: TokenStream, item: TokenStream, expected: &str) {
    assert_eq!(expand(arguments, item).unwrap_err().to_string(), expected);
}

#[test]
fn methods_are_inline() {
    check(
        quote!(),
        quote! {
            trait Tr: Send {
                #[must_use]
                async fn shared(&self, mut n: u32) -> Self::Item;
                async fn exclusive(self: Pin<&mut Self>) -> Vec<<Self as Tr>::Item>;
                fn plain(&self);
            }
        },
        quote! {
            trait Tr: Send {
                #[must_use]
                #[inline_async(send)]
                async fn shared(&self, n: u32) -> Self::Item;
                #[inline_async(send)]
                async fn exclusive(self: Pin<&mut Self>) -> Vec<<Self as Tr>::Item>;
                fn plain(&self);
            }
        },
    );
    check(
        quote!(?Send),
        quote!(
            trait Tr {
                async fn close(self);
            }
        ),
        quote!(
            trait Tr {
                #[inline_async(local)]
                async fn close(self);
            }
        ),
    );
}

#[test]
fn default_bodies_rely_on_their_receiver() {
    check(
        quote!(),
        quote! {
            trait Tr: core::marker::Send {
                async fn shared(&self) {}
                async fn exclusive(&mut self) {}
                async fn required(&self);
            }
        },
        quote! {
            trait Tr: core::marker::Send {
                #[inline_async(send)]
                async fn shared(&self) where Self: ::core::marker::Sync {}
                #[inline_async(send)]
                async fn exclusive(&mut self) {}
                #[inline_async(send)]
                async fn required(&self);
            }
        },
    );
}

#[test]
fn what_no_object_has_gives_an_impl_future() {
    let future = quote!(impl ::core::future::Future<Output = ()> + ::core::marker::Send);
    check(
        quote!(),
        quote! {
            trait Tr {
                async fn type_param<T>(&self);
                async fn const_param<const N: usize>(&self);
                async fn same(&self, other: &[Self]);
                async fn opaque(&self, a: impl Copy);
                async fn receiver(self: &Arc<Self>);
                async fn sized(&self) where Self: Sized;
            }
        },
        quote! {
            trait Tr {
                fn type_param<T>(&self) -> #future;
                fn const_param<const N: usize>(&self) -> #future;
                fn same(&self, other: &[Self]) -> #future;
                fn opaque(&self, a: impl Copy) -> #future;
                fn receiver(self: &Arc<Self>) -> #future;
                fn sized(&self) -> #future where Self: Sized;
            }
        },
    );
    check(
        quote!(?Send),
        quote!(
            trait Tr: Sized {
                async fn get(&self) -> u32;
            }
        ),
        quote!(
            trait Tr: Sized {
                fn get(&self) -> impl ::core::future::Future<Output = u32>;
            }
        ),
    );
}

#[test]
fn what_has_no_receiver_gives_a_box() {
    let boxed = |output: TokenStream| {
        quote! {
            ::core::pin::Pin<Box<
                dyn ::core::future::Future<Output = #output> + ::core::marker::Send + 'async_trait
            >>
        }
    };
    let (of_self, of_number) = (boxed(quote!(Option<Self>)), boxed(quote!(u32)));
    check(
        quote!(),
        quote! {
            trait Tr<'r, T> {
                async fn new<'n, U>(a: &A, b: &'r [B<'_>], c: &'n T, d: U) -> Option<Self>;
                async fn functions(a: fn(&u8) -> &u8, b: impl for<'z> Fn(&'z u8, &u8)) -> u32;
            }
        },
        quote! {
            trait Tr<'r, T> {
                fn new<'life0, 'life1, 'async_trait, 'n, U>(
                    a: &'life0 A,
                    b: &'r [B<'life1>],
                    c: &'n T,
                    d: U
                ) -> #of_self
                where
                    U: 'async_trait,
                    'life0: 'async_trait,
                    'life1: 'async_trait,
                    'n: 'async_trait,
                    'r: 'async_trait,
                    Self: 'async_trait;
                fn functions<'async_trait>(
                    a: fn(&u8) -> &u8,
                    b: impl for<'z> Fn(&'z u8, &u8) + 'async_trait
                ) -> #of_number;
            }
        },
    );
    let of_nothing = quote! {
        ::core::pin::Pin<Box<dyn ::core::future::Future<Output = ()> + 'async_trait>>
    };
    check(
        quote!(?Send),
        quote!(impl Tr for u8 { async fn m(n: u32) { n.wait().await; } }),
        quote! {
            impl Tr for u8 {
                fn m<'async_trait>(n: u32) -> #of_nothing {
                    Box::pin(async move { let n = n; n.wait().await; })
                }
            }
        },
    );
}

#[test]
fn calls_of_the_own_method_are_boxed() {
    check(
        quote!(),
        quote! {
            impl Tr for S {
                async fn visit(&self, n: u8) -> u8 {
                    fn other() { async { self.visit(1).await }; }
                    self.next.visit(n).await + self.close().await + self.visit(n)
                        + self.visit(Self::visit(self, n).await).await
                }
            }
        },
        quote! {
            impl Tr for S {
                async fn visit(&self, n: u8) -> u8 {
                    fn other() { async { self.visit(1).await }; }
                    self.next.visit(n).await + self.close().await + self.visit(n)
                        + Box::pin(::core::future::IntoFuture::into_future(self.visit(
                            Box::pin(::core::future::IntoFuture::into_future(
                                Self::visit(self, n)
                            )).await
                        ))).await
                }
            }
        },
    );
}

#[test]
fn impls_stay_as_they_are() {
    let item = quote! {
        impl<T> Tr for S<T> {
            async fn get(&self, t: &T) -> u32 { t.get().await }
            async fn formatted(&self, t: &T) -> String { format!("{t}") }
            fn plain(&self) {}
        }
    };
    check(quote!(), item.clone(), item);
    let unused = quote!(impl Tr for u8 { async fn get(&self, _: &u8) {} });
    check(quote!(?Send), unused.clone(), unused);
}

#[test]
fn what_it_is_not_for() {
    let item = quote!(
        trait Tr {}
    );
    let expected = "expected `#[async_trait]` or `#[async_trait(?Send)]`";
    for arguments in [quote!(Send), quote!(?Sync), quote!(?Send,), quote!(?), quote!(send = 1)]
    {
        check_error(arguments, item.clone(), expected);
    }
    check_error(
        quote!(),
        quote!(impl S { async fn m(&self) {} }),
        "`#[async_trait]` is for impls of traits: an `async fn` of a type needs no macro",
    );
    check_error(
        quote!(),
        quote!(
            struct S;
        ),
        "`#[async_trait]` is for traits and for impls of traits",
    );
}
