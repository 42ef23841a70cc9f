//@ edition: 2024

// What an inline async method cannot be, it cannot be by attribute. The errors point at the attribute;
// where that is the trait's, they do not want it removed, but the method kept off objects.

#![feature(inline_async_fn, gen_blocks, final_associated_functions)]

trait OnMethod {
    #[inline_async]
    async fn generic<T>(&self, t: T); //~ ERROR `inline async fn` cannot have type parameters
    #[inline_async]
    async fn constant<const N: usize>(&self); //~ ERROR `inline async fn` cannot have const parameters
    #[inline_async]
    async fn argument(&self, a: impl Copy);
    //~^ ERROR `impl Trait` is not allowed in an argument of an `inline async fn`
    #[inline_async]
    async fn output(&self) -> impl Copy;
    //~^ ERROR `impl Trait` is not allowed in the output of an `inline async fn`
    #[inline_async]
    async fn no_receiver(); //~ ERROR `inline async fn` must have a receiver
    #[inline_async]
    async fn constructor() -> Self; //~ ERROR `inline async fn` must have a receiver
    #[inline_async]
    async fn other_self(&self, other: &Self);
    //~^ ERROR `Self` is not allowed in an argument of an `inline async fn`
    #[inline_async]
    /// Documented.
    async fn sized(&self)
    where
        Self: Sized; //~ ERROR `inline async fn` cannot require `Self: Sized`
    #[inline_async]
    final async fn last(&self) {} //~ ERROR `inline async fn` cannot be `final`
    #[inline_async] //~ ERROR `#[inline_async]` on a method that is not an `async fn`
    gen fn numbers(&self) -> u32 {
        yield 1;
    }
}

#[inline_async]
trait OnTrait {
    async fn generic<T>(&self, t: T); //~ ERROR `inline async fn` cannot have type parameters
    async fn constant<const N: usize>(&self); //~ ERROR `inline async fn` cannot have const parameters
    async fn argument(&self, a: impl Copy);
    //~^ ERROR `impl Trait` is not allowed in an argument of an `inline async fn`
    async fn output(&self) -> impl Copy;
    //~^ ERROR `impl Trait` is not allowed in the output of an `inline async fn`
    async fn no_receiver(); //~ ERROR `inline async fn` must have a receiver
    async fn constructor() -> Self; //~ ERROR `inline async fn` must have a receiver
    async fn other_self(&self, other: &Self);
    //~^ ERROR `Self` is not allowed in an argument of an `inline async fn`
    async fn implied(&self)
    where
        Self: Clone; //~ ERROR `inline async fn` cannot require `Self: Sized`
    gen fn numbers(&self) -> u32 {
        yield 1;
    }
}

fn main() {}
