// To remove `inline` is to remove that word alone, whatever comes after it.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

inline unsafe async fn f() {}
//~^ ERROR expected one of `extern` or `fn`, found keyword `async`
//~| ERROR a free function cannot be `inline`

fn main() {}
