// After a visibility the order of the qualifiers is the same.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

pub async inline fn f() {}
//~^ ERROR `inline` must come right before `async`
//~| ERROR a free function cannot be `inline`

fn main() {}
