// The next solver asks for the layout of a machine whose type has a placeholder in it. There is no
// such layout yet; that is an error, not a crash.

//@ edition: 2024
//@ compile-flags: -Znext-solver=globally

#![feature(inline_async_fn, inline_async, generic_const_exprs)]
//~^ ERROR `-Znext-solver=globally` and `generic_const_exprs` are

use std::future::inline_async::{InlinePlace, layout_for};

trait Work {
    inline async fn work(&mut self) -> u8;
}

struct Worker<const N: usize>;

impl<const N: usize> Work for Worker<N> {
    async fn work(&mut self) -> u8 {
        N as u8
    }
}

const fn size<const N: usize>() -> usize {
    layout_for::<Worker<N>, dyn Work>().size()
}

fn place<const N: usize>()
where
    [(); size::<N>()]:,
    //~^ ERROR type annotations needed: cannot normalize `place<N>::{constant#0}`
    //~^^ ERROR overflow evaluating whether `[(); size::<N>()]` is well-formed
    //~^^^ ERROR overflow evaluating whether `[(); size::<N>()]` is well-formed
{
    let _ = InlinePlace::<{ size::<N>() }>::new();
    //~^ ERROR type annotations needed: cannot normalize `place<N>::{constant#1}`
    //~^^ ERROR overflow evaluating whether `InlinePlace<{ size::<N>() }>`
    //~^^^ ERROR overflow evaluating whether `InlinePlace<{ size::<N>() }>`
    //~^^^^ ERROR overflow evaluating whether `{ size::<N>() }` is well-formed
}

fn main() {
    place::<5>(); //~ ERROR overflow evaluating whether `[(); size::<N>()]` is well-formed
}
