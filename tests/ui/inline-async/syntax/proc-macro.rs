// Procedural macros can produce an `inline async fn` and forward one, also through the tokens
// of an item that was parsed before.

//@ check-pass
//@ edition: 2024
//@ proc-macro: forward.rs

#![feature(inline_async_fn)]
#![allow(dead_code)]

extern crate forward;

#[forward::forward]
trait Forwarded {
    inline async fn m(&self) -> u32;
}

struct S;

#[forward::forward]
impl Forwarded for S {
    inline async fn m(&self) -> u32 {
        1
    }
}

macro_rules! through_item {
    ($item:item) => {
        #[forward::forward]
        $item
    };
}

through_item! {
    trait Parsed {
        #[cfg(true)]
        inline async fn m(&self) -> u32;
    }
}

forward::make!();

fn uses(made: &impl Made, parsed: &impl Parsed) {
    let _ = (made.m(), parsed.m(), S.m());
}

fn main() {}
