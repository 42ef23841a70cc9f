//@ edition: 2024

// An arena is borrowed for as long as its scope is there, so it serves one scope at a time: a
// pinned `Arena`, and a `HeapArena` that is not given away.

#![feature(inline_async)]

use std::future::inline_async::{Arena, HeapArena, within};
use std::future::ready;
use std::pin::pin;

fn main() {
    let mut arena = pin!(Arena::<64>::new());
    let first = within(arena.as_mut(), ready(1));
    let second = within(arena.as_mut(), ready(2));
    //~^ ERROR cannot borrow `arena` as mutable more than once at a time
    drop((first, second));

    let mut arena = HeapArena::new();
    let first = within(&mut arena, ready(1));
    let second = within(&mut arena, ready(2));
    //~^ ERROR cannot borrow `arena` as mutable more than once at a time
    drop((first, second));
}
