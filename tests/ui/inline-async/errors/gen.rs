// A generator has no output to wait for.

//@ edition: 2024

#![feature(inline_async_fn, gen_blocks)]
#![allow(dead_code)]

trait Tr {
    inline gen fn m(&self) -> u32 {
        //~^ ERROR functions cannot be both `inline` and `gen`
        yield 1;
    }
    inline async gen fn n(&self) -> u32 {
        //~^ ERROR functions cannot be both `inline` and `async gen`
        yield 1;
    }
}

fn main() {}
