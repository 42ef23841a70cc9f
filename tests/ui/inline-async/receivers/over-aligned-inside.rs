//@ build-fail
//@ revisions: current next
//@[next] compile-flags: -Znext-solver
//@ edition: 2024
//@ only-64bit (the message has the size of a word)

// As in over-aligned.rs, where the pointer type that is aligned more is inside of another one, and the
// call is in generic code.

#![feature(inline_async_fn, arbitrary_self_types, dispatch_from_dyn, unsize, coerce_unsized)]

use std::marker::Unsize;
use std::ops::{CoerceUnsized, Deref, DispatchFromDyn};

macro_rules! pointer {
    ($(#[$attr:meta])* $name:ident, $inner:ident) => {
        $(#[$attr])*
        struct $name<T: ?Sized>($inner<T>);

        impl<T: ?Sized> Deref for $name<T> {
            type Target = T;

            fn deref(&self) -> &T {
                &self.0
            }
        }

        impl<T: ?Sized + Unsize<U>, U: ?Sized> CoerceUnsized<$name<U>> for $name<T> {}
        impl<T: ?Sized + Unsize<U>, U: ?Sized> DispatchFromDyn<$name<U>> for $name<T> {}
    };
}

pointer!(#[repr(align(32))] Aligned, Box);
pointer!(Outer, Aligned);

trait Tr<A> {
    inline async fn outer(self: Outer<Self>, a: A);
    //~^ ERROR a call of `Tr::outer` has no room for its receiver
}

impl<A> Tr<A> for u8 {
    async fn outer(self: Outer<Self>, _: A) {}
}

fn call<A: Send + 'static>(a: A) {
    let object: Outer<dyn Tr<A>> = Outer(Aligned(Box::new(7u8)));
    drop(object.outer(a));
}

fn main() {
    call(());
}
