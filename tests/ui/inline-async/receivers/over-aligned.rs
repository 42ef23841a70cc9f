//@ build-fail
//@ revisions: current next
//@[next] compile-flags: -Znext-solver
//@ edition: 2024
//@ only-64bit (the message has the size of a word)

// A pointer type that is aligned more than its words has room in neither the call nor the entry of the
// vtable, which takes the address of the object as a word. The error is at the method, for each such
// receiver: whether its size is more than that of two words or the same.

#![feature(inline_async_fn, arbitrary_self_types, dispatch_from_dyn, unsize, coerce_unsized)]

use std::marker::Unsize;
use std::ops::{CoerceUnsized, Deref, DispatchFromDyn};

macro_rules! aligned_box {
    ($name:ident, $align:literal) => {
        #[repr(align($align))]
        struct $name<T: ?Sized>(Box<T>);

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

aligned_box!(Box16, 16);
aligned_box!(Box64, 64);

trait Tr {
    inline async fn at_16(self: Box16<Self>) -> u8;
    //~^ ERROR a call of `Tr::at_16` has no room for its receiver
    inline async fn at_64(self: Box64<Self>) -> u8;
    //~^ ERROR a call of `Tr::at_64` has no room for its receiver
}

struct A(u8);

impl Tr for A {
    async fn at_16(self: Box16<Self>) -> u8 {
        self.0.0
    }

    async fn at_64(self: Box64<Self>) -> u8 {
        self.0.0
    }
}

fn main() {
    let object: Box16<dyn Tr> = Box16(Box::new(A(7)));
    drop(object.at_16());
    let object: Box64<dyn Tr> = Box64(Box::new(A(7)));
    drop(object.at_64());
}
