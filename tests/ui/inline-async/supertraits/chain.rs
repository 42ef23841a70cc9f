//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A long chain of supertraits with a method of the same name in each, joined by a second chain and
// by traits with no method of their own: every coercion up finds the right part of the vtable.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{layout_for, layout_of_val};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

trait Root {}

macro_rules! chain {
    ($($name:ident $method:ident: $super:ident;)*) => {$(
        trait $name: $super {
            inline async fn $method(&self) -> &'static str {
                stringify!($method)
            }
            fn name(&self) -> &'static str {
                stringify!($name)
            }
        }
        impl $name for u8 {}
    )*};
}

impl Root for u8 {}

chain! {
    A a: Root;
    B b: A;
    C c: B;
    D d: C;
    E e: D;
    F f: E;
}

trait X: A {
    inline async fn x(&self) -> [u8; 50] {
        let bytes = [1; 50];
        std::future::ready(()).await;
        bytes
    }
}
trait Y: X + E {}
trait Z: Y + F + X + Root {}

impl X for u8 {}
impl Y for u8 {}
impl Z for u8 {}

fn main() {
    let z: &dyn Z = &1_u8;
    assert_eq!(block_on(z.a()), "a");
    assert_eq!(block_on(z.f()), "f");
    assert_eq!(block_on(z.x()), [1; 50]);

    let y: &dyn Y = z;
    assert_eq!(block_on(y.e()), "e");
    assert_eq!(block_on(y.x()), [1; 50]);

    let f: &dyn F = z;
    assert_eq!(block_on(f.d()), "d");
    assert_eq!(block_on(f.f()), "f");
    assert_eq!(F::name(f), "F");

    let x: &dyn X = y;
    assert_eq!(block_on(x.x()), [1; 50]);
    assert_eq!(A::name(x), "A");

    let e: &dyn E = y;
    assert_eq!([E::name(e), D::name(e), A::name(e)], ["E", "D", "A"]);
    let c: &dyn C = e;
    assert_eq!([block_on(c.a()), block_on(c.b()), block_on(c.c())], ["a", "b", "c"]);

    assert_eq!(layout_of_val(z), layout_for::<u8, dyn Z>());
    assert_eq!(layout_of_val(y), layout_for::<u8, dyn Y>());
    assert_eq!(layout_of_val(c), layout_for::<u8, dyn C>());
    assert!(layout_of_val(c).size() < layout_of_val(x).size());
    let root: &dyn Root = c;
    assert_eq!(layout_of_val(root).size(), size_of::<usize>());
}
