// Methods are `inline`, one by one; traits, impls and other items are not.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

inline async trait Tr { //~ ERROR a trait cannot be `inline`
    inline async fn m(&self);
    inline type Item; //~ ERROR a type cannot be `inline`
}

inline unsafe trait Unsafe {} //~ ERROR a trait cannot be `inline`

inline struct Struct; //~ ERROR a struct cannot be `inline`

inline impl Tr for Struct { //~ ERROR an impl cannot be `inline`
    async fn m(&self) {}
    type Item = u8;
}

pub inline mod module {} //~ ERROR a module cannot be `inline`

fn main() {}
