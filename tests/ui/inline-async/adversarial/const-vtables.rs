//@ edition: 2024
//@ only-64bit (the errors have the sizes of pointers)

// Vtables with starts and a layout slot are as opaque in constants as others are: no evaluation
// reads them, takes them for numbers, forges one, or calls through them. Making one works.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::alloc::Layout;
use std::future::inline_async::layout_of_val;
use std::mem::transmute;

trait Super {
    inline async fn up(&self);
}

trait Tr: Super {
    inline async fn m(&self);
}

struct It;

impl Super for It {
    async fn up(&self) {}
}

impl Tr for It {
    async fn m(&self) {
        std::future::pending::<()>().await
    }
}

const OBJECT: &dyn Tr = &It;
const NO_CALL_YET: Option<Box<dyn Tr>> = None;
const SIZES: [usize; 2] = [size_of_val(OBJECT), align_of_val(OBJECT)];

const fn upcast<T: Tr>(object: &T) -> &dyn Super {
    object as &dyn Tr
}

const UPCAST: &dyn Super = upcast(&It);

static NUMBER: usize = 8;

// SAFETY: there is none in what follows, and that is seen.
const POINTERS: [*const usize; 2] = unsafe { transmute(OBJECT) };

const AS_NUMBERS: [usize; 2] = unsafe { transmute(OBJECT) };
//~^ ERROR encountered a pointer, but expected an integer

const SLOT: usize = unsafe { *POINTERS[1].add(5) };
//~^ ERROR in-bounds pointer arithmetic failed

const START: fn() = unsafe { *POINTERS[1].add(3).cast() };
//~^ ERROR in-bounds pointer arithmetic failed

const FORGED: &dyn Tr = unsafe { transmute([POINTERS[0], &raw const NUMBER]) };
//~^ ERROR expected a vtable pointer

const FORGED_UPCAST: &dyn Super =
    unsafe { transmute::<[*const usize; 2], &dyn Tr>([POINTERS[0], &raw const NUMBER]) };
//~^ ERROR does not point to a vtable

const OTHER_TRAIT: &dyn Tr = unsafe { transmute(UPCAST) };
//~^ ERROR wrong trait in wide pointer vtable

const LAYOUT: Layout = layout_of_val(OBJECT);
//~^ ERROR cannot call non-const function

const CALL: () = std::mem::forget(OBJECT.m());
//~^ ERROR cannot call non-const method

fn main() {}
