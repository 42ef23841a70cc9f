// `inline` is suggested for those methods only that can be `inline`. The others are named as the
// reason why the trait is not dyn compatible, and so is all that has nothing to do with them.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    inline async fn fine(&self);
    async fn could_be(&self);
    async fn is_generic<T>(&self, t: T);
    async fn has_no_receiver();
    async fn takes_self_type(&self, other: &Self);
    async fn gives_self_type(&self) -> Option<Box<Self>>;
    async fn gives_opaque_type(&self) -> impl Sized;
    fn is_not_async<T>(&self);
}

fn f(_: &dyn Tr) {} //~ ERROR the trait `Tr` is not dyn compatible

trait Fine {
    inline async fn fine(&self);
    fn is_not_async<T>(&self);
}

fn g(_: &dyn Fine) {} //~ ERROR the trait `Fine` is not dyn compatible

fn main() {}
