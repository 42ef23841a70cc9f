// `inline async fn` for a function that is in no trait.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code, unused_features)]

inline async fn retry(attempts: u32) -> u32 { //~ ERROR a free function cannot be `inline`
    attempts
}

struct Client;

impl Client {
    pub inline async fn connect(&self) {} //~ ERROR an inherent method cannot be `inline`
}

fn main() {}
