// `inline` after `async`, as an adverb to `fn`.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

pub trait Queue {
    async inline fn push(&mut self, item: u32); //~ ERROR `inline` must come right before `async`
}

impl Queue for Vec<u32> {
    async inline fn push(&mut self, item: u32) {
        //~^ ERROR `inline` must come right before `async`
        Vec::push(self, item);
    }
}

fn main() {}
