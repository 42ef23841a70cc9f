// `inline` on a method that forgot to be `async`.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Sensor {
    inline fn temperature(&mut self) -> f32; //~ ERROR only an `async fn` can be `inline`
}

fn main() {}
