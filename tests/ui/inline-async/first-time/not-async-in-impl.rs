// An implementation whose methods are not async, give something else, or are not in the trait.

//@ edition: 2024

#![feature(inline_async_fn)]

trait Sensor {
    inline async fn measure(&mut self) -> f32;
}

struct Constant;

impl Sensor for Constant {
    fn measure(&mut self) -> f32 { //~ ERROR method should be `async` or return a future
        21.5
    }

    inline async fn calibrate(&mut self) {}
    //~^ ERROR method `calibrate` is not a member of trait `Sensor`
}

struct Fallible;

impl Sensor for Fallible {
    async fn measure(&mut self) -> Result<f32, ()> { //~ ERROR to be a future that resolves to `f32`
        Ok(21.5)
    }
}

struct Shared;

impl Sensor for Shared {
    async fn measure(&self) -> f32 { //~ ERROR method `measure` has an incompatible type for trait
        21.5
    }
}

fn main() {}
