// The wrong use is reported where the function stands, also when no code comes of it.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

#[cfg(false)]
inline fn configured_out() {} //~ ERROR only an `async fn` can be `inline`

macro_rules! drop_item {
    ($item:item) => {};
}

drop_item! { inline fn dropped() {} } //~ ERROR only an `async fn` can be `inline`

fn main() {}
