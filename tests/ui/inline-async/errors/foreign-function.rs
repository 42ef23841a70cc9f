// A function of another language is neither `async` nor `inline`.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

unsafe extern "C" {
    inline async fn f();
    //~^ ERROR a function in an `extern` block cannot be `inline`
    //~| ERROR functions in `extern` blocks cannot have `async` qualifier
}

fn main() {}
