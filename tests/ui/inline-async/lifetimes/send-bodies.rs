//@ check-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Methods whose lifetimes are related, with plain bodies, on objects that are `Send`: on types that
// own everything, that borrow, and that are generic; from bounds in return-type notation.

#![feature(inline_async_fn, return_type_notation)]
#![allow(dead_code)]

use std::future::ready;

trait Related<'t> {
    inline async fn two<'a, 'b: 'a>(&mut self, a: &'a u8, b: &'b u8) -> &'a u8;
    inline async fn below_trait<'a, 'b>(&'a self, a: &'b u8) -> &'a u8
    where
        't: 'a,
        't: 'b;
    inline async fn above_trait<'a: 't>(&self, a: &'a u8) -> &'t u8;
    inline async fn below_self<'a, 'b: 'a>(&self, b: &'b u8) -> &'a u8
    where
        Self: 'a;
}

struct Of<T>(T);

impl<'t, T> Related<'t> for Of<T> {
    async fn two<'a, 'b: 'a>(&mut self, a: &'a u8, b: &'b u8) -> &'a u8 {
        let both = [a, b];
        ready(()).await;
        both[0]
    }
    async fn below_trait<'a, 'b>(&'a self, _: &'b u8) -> &'a u8
    where
        't: 'a,
        't: 'b,
    {
        ready(()).await;
        &1
    }
    async fn above_trait<'a: 't>(&self, a: &'a u8) -> &'t u8 {
        ready(()).await;
        a
    }
    async fn below_self<'a, 'b: 'a>(&self, b: &'b u8) -> &'a u8
    where
        Self: 'a,
    {
        ready(&self.0).await;
        b
    }
}

fn owned<'t>() -> Box<dyn Related<'t> + Send + Sync> {
    Box::new(Of(String::new()))
}

fn higher_ranked() -> Box<dyn for<'t> Related<'t> + Send + Sync> {
    Box::new(Of(String::new()))
}

fn borrowed<'t>(value: &'t mut u8) -> Box<dyn Related<'t> + Send + Sync + 't> {
    Box::new(Of(value))
}

fn borrowed_by_unrelated<'t, 'x>(value: &'x mut u8) -> Box<dyn Related<'t> + Send + Sync + 'x> {
    Box::new(Of(value))
}

fn generic<'t, T: Send + Sync + 'static>(value: T) -> Box<dyn Related<'t> + Send + Sync> {
    Box::new(Of(value))
}

trait Own {
    inline async fn two<'a, 'b: 'a>(&mut self, a: &'a u8, b: &'b u8) -> &'a u8;
}

fn by_notation<'t, T: Own<two(..): Send> + Send + 't>(value: T) -> Box<dyn Own + Send + 't> {
    Box::new(value)
}

fn main() {}
