//! The floor: an ordinary `async fn` in a trait, called on a known type.

/// One method.
pub trait Call {
    fn call(&mut self, x: u64) -> impl Future<Output = u64>;
}

/// Eight methods.
pub trait Eight {
    fn m0(&mut self, x: u64) -> impl Future<Output = u64>;
    fn m1(&mut self, x: u64) -> impl Future<Output = u64>;
    fn m2(&mut self, x: u64) -> impl Future<Output = u64>;
    fn m3(&mut self, x: u64) -> impl Future<Output = u64>;
    fn m4(&mut self, x: u64) -> impl Future<Output = u64>;
    fn m5(&mut self, x: u64) -> impl Future<Output = u64>;
    fn m6(&mut self, x: u64) -> impl Future<Output = u64>;
    fn m7(&mut self, x: u64) -> impl Future<Output = u64>;
}

leaves!(impl Call);
eight!(impl Eight);

/// A decorator.
#[derive(Default)]
pub struct Layer<I>(pub I);

impl<I: Call> Call for Layer<I> {
    async fn call(&mut self, x: u64) -> u64 {
        layer_body!(self.0.call(x))
    }
}
