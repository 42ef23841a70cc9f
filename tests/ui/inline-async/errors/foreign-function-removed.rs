//@ edition: 2024
//@ run-rustfix

// A foreign function is neither `inline` nor `async`.

#![feature(inline_async_fn)]
#![allow(dead_code, unused_features)]

unsafe extern "C" {
    inline async fn f(); //~ ERROR a function in an `extern` block cannot be `inline`
    //~^ ERROR functions in `extern` blocks cannot have `async` qualifier
}

fn main() {}
