//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Late-bound lifetimes cannot be given in a call, early-bound ones must obey their bounds, and an
// implementation cannot ask for more of them than the trait does.

#![feature(inline_async, inline_async_fn)]
#![deny(late_bound_lifetime_arguments)]

use std::future::inline_async::{HeapPlaced, placeable};

#[placeable]
trait Named {
    inline async fn early<'s: 's, 'a, 'b: 'a>(&'s self, a: &'a str, b: &'b str) -> &'a str;
    inline async fn late<'a, 'b>(&self, a: &'a str, b: &'b str) -> &'a str;
}

struct AsksForMore;

impl Named for AsksForMore {
    async fn early<'s: 's, 'a: 'b, 'b: 'a>(&'s self, _: &'a str, b: &'b str) -> &'a str {
        //~^ ERROR lifetime mismatch
        b
    }
    async fn late<'a, 'b: 'a>(&self, _: &'a str, b: &'b str) -> &'a str {
        //~^ ERROR lifetime parameters or bounds on method `late` do not match the trait declaration
        b
    }
}

fn late<'x, 'y>(object: &dyn Named, x: &'x str, y: &'y str) {
    let _ = object.late::<'x, 'y>(x, y);
    //~^ ERROR cannot specify lifetime arguments explicitly if late bound lifetime parameters are
    //~| WARN this was previously accepted by the compiler
}

fn early<'x, 'y>(object: &dyn Named, x: &'x str, y: &'y str) {
    let _ = object.early::<'_, 'x, 'y>(x, y);
    //~^ ERROR lifetime may not live long enough
}

fn early_on_binding<'x, 'y>(binding: HeapPlaced<Box<dyn Named>>, x: &'x str, y: &'y str) {
    let _ = binding.early::<'_, 'x, 'y>(x, y);
    //~^ ERROR lifetime may not live long enough
}

fn main() {}
