//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// No lifetime of a placed call, a binding or an owning reference can be made longer, be it that of
// an output, of an argument, of the object, of a place, or one behind a `Cell`, which cannot be
// made shorter either. What is given alone, an output or a value that is owned, can be made
// shorter.

#![feature(inline_async)]
#![allow(dead_code)]

use std::any::Any;
use std::cell::Cell;
use std::future::inline_async::{HeapPlace, InlineCall, MoveRef, ObjectPlace, Placed, PlacedCall};

type Call<P, Recv, Args, R> = PlacedCall<InlineCall<Recv, Args, R>, P>;

trait Of<'t> {}

fn shorter_output<'a, 'b: 'a, P: ObjectPlace>(
    call: Call<P, (), (), &'b str>,
) -> Call<P, (), (), &'a str> {
    call
}

fn shorter_value<'a, 'b: 'a>(value: MoveRef<'b, &'b str>) -> MoveRef<'a, &'a str> {
    value
}

fn longer_output<'a, 'b: 'a, P: ObjectPlace>(
    call: Call<P, (), (), &'a str>,
) -> Call<P, (), (), &'b str> {
    call //~ ERROR lifetime may not live long enough
}

fn longer_argument<'a, 'b: 'a, P: ObjectPlace>(
    call: Call<P, (), (&'a str,), ()>,
) -> Call<P, (), (&'b str,), ()> {
    call //~ ERROR lifetime may not live long enough
}

fn longer_receiver<'a, 'b: 'a, P: ObjectPlace>(
    call: Call<P, &'a mut dyn Any, (), ()>,
) -> Call<P, &'b mut dyn Any, (), ()> {
    call //~ ERROR lifetime may not live long enough
}

fn longer_place<'a, 'b: 'a>(
    call: Call<&'a mut HeapPlace, (), (), ()>,
) -> Call<&'b mut HeapPlace, (), (), ()> {
    call //~ ERROR lifetime may not live long enough
}

fn shorter_in_cell<'a, 'b: 'a, P: ObjectPlace>(
    call: Call<P, (), (), Cell<&'b str>>,
) -> Call<P, (), (), Cell<&'a str>> {
    call //~ ERROR lifetime may not live long enough
}

fn longer_binding<'a, 'b: 'a, P: ObjectPlace>(
    binding: Placed<&'a dyn Any, P>,
) -> Placed<&'b dyn Any, P> {
    binding //~ ERROR lifetime may not live long enough
}

fn object_of_binding<'a, 'b: 'a, P: ObjectPlace>(
    binding: Placed<&'a mut (dyn Of<'b> + 'a), P>,
) -> Placed<&'a mut (dyn Of<'a> + 'a), P> {
    binding //~ ERROR lifetime may not live long enough
}

fn longer_reference<'a, 'b: 'a>(value: MoveRef<'a, dyn Any>) -> MoveRef<'b, dyn Any> {
    value //~ ERROR lifetime may not live long enough
}

fn longer_object<'a, 'b: 'a>(value: MoveRef<'a, dyn Of<'a> + 'a>) -> MoveRef<'a, dyn Of<'a> + 'b> {
    value //~ ERROR lifetime may not live long enough
}

fn main() {}
