//@ revisions: current next
//@[next] compile-flags: -Znext-solver
//@ edition: 2024

// An `Arena` has to be pinned, so neither itself nor a mutable reference is taken: the error says
// what is. The same for what is no arena at all.

#![feature(inline_async)]

use std::future::inline_async::{Arena, HeapPlace, within};
use std::future::ready;

fn main() {
    let _ = within(Arena::<64>::new(), ready(1));
    //~^ ERROR `Arena<64>` is not an arena

    let mut arena = Arena::<64>::new();
    let _ = within(&mut arena, ready(1));
    //~^ ERROR `&mut Arena<64>` is not an arena

    let _ = within(HeapPlace::new(), ready(1));
    //~^ ERROR `HeapPlace` is not an arena
}
