//@ edition: 2024
//@ run-rustfix

// A generator goes on as one, without `inline`.

#![feature(inline_async_fn, gen_blocks)]
#![allow(dead_code)]

trait Tr {
    inline gen fn numbers(&self) -> u32 { //~ ERROR functions cannot be both `inline` and `gen`
        yield 1;
    }
}

fn main() {}
