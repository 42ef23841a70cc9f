// The visibility comes first.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

inline pub async fn f() {} //~ ERROR found keyword `pub`

fn main() {}
