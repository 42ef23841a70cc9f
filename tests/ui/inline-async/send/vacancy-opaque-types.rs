//@ check-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Whether a method is vacant is asked where an object is made, without a look behind the opaque types
// that the bodies being checked define: that would be a cycle.

#![feature(inline_async_fn, type_alias_impl_trait)]
#![allow(dead_code)]

trait Tr<X> {
    inline async fn m(&self)
    where
        X: Copy;
}

struct A;

impl<X> Tr<X> for A {
    async fn m(&self)
    where
        X: Copy,
    {
    }
}

trait Sends<X> {
    inline async fn m(&self)
    where
        X: Send;
}

impl<X> Sends<X> for A {
    async fn m(&self)
    where
        X: Send,
    {
    }
}

fn coerce<X>(_: &X, _: Box<dyn Tr<X> + Sync>) {}

fn coerce_sends<X>(_: &X, _: Box<dyn Sends<X> + Sync>) {}

fn of_return_type(n: u8) -> impl Copy {
    if n > 0 {
        let x = of_return_type(n - 1);
        coerce(&x, Box::new(A));
    }
    5u8
}

type Alias = impl Copy;

#[define_opaque(Alias)]
fn of_alias(n: u8) -> Alias {
    if n > 0 {
        let x = of_alias(n - 1);
        coerce(&x, Box::new(A));
    }
    5u8
}

fn of_async_block(n: u8) -> impl Future + Copy {
    if n > 0 {
        let x = of_async_block(n - 1);
        coerce(&x, Box::new(A));
    }
    std::future::ready(()).map_to_copy()
}

fn in_async_block(n: u8) -> impl Copy {
    if n > 0 {
        let x = in_async_block(n - 1);
        drop(async move {
            coerce(&x, Box::new(A));
            std::future::ready(()).await;
        });
    }
    5u8
}

trait MapToCopy {
    fn map_to_copy(self) -> Copied;
}

#[derive(Clone, Copy)]
struct Copied;

impl Future for Copied {
    type Output = ();
    fn poll(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<()> {
        std::task::Poll::Ready(())
    }
}

impl<T> MapToCopy for T {
    fn map_to_copy(self) -> Copied {
        Copied
    }
}

fn of_sends(n: u8) -> impl Sized + Send {
    if n > 0 {
        let x = of_sends(n - 1);
        coerce_sends(&x, Box::new(A));
    }
    5u8
}

fn main() {}
