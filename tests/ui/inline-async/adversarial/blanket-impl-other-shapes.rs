//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// An impl for every `T`, object types included, is refused in shapes that name no parameter or no
// method: by a type alias, with default bodies alone, with a const parameter, under a higher-ranked
// bound, and with a method that is no `async fn`.

#![feature(inline_async_fn)]
#![allow(dead_code)]

type Same<T> = T;

trait Alias {
    inline async fn m(&self);
}

impl<T: ?Sized> Alias for Same<T> {
    //~^ ERROR an impl of `Alias` for every `T` must require `T: Sized`
    async fn m(&self) {}
}

trait AllDefaults {
    inline async fn m(&self) {}
}

impl<T: ?Sized> AllDefaults for T {}
//~^ ERROR an impl of `AllDefaults` for every `T` must require `T: Sized`

trait Numbered<const N: usize> {
    inline async fn m(&self);
}

impl<T: ?Sized, const N: usize> Numbered<N> for T {
    //~^ ERROR an impl of `Numbered` for every `T` must require `T: Sized`
    async fn m(&self) {}
}

trait Lifetimes<'a> {
    inline async fn m(&self) -> usize;
}

impl<'a, T: ?Sized> Lifetimes<'a> for T
//~^ ERROR an impl of `Lifetimes` for every `T` must require `T: Sized`
where
    for<'b> &'b T: Into<usize>,
{
    async fn m(&self) -> usize {
        self.into()
    }
}

trait ReturnsFuture {
    inline async fn m(&self);
}

impl<T: ?Sized> ReturnsFuture for T {
    //~^ ERROR an impl of `ReturnsFuture` for every `T` must require `T: Sized`
    fn m(&self) -> impl Future<Output = ()> {
        std::future::ready(())
    }
}

fn main() {}
