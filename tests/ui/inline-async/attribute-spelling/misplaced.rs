//@ edition: 2024

// The attribute is for traits and their `async fn` methods, and an error everywhere else.

#![feature(inline_async_fn, stmt_expr_attributes)]
#![allow(async_fn_in_trait)]

#[inline_async] //~ ERROR `#[inline_async]` attribute cannot be used on structs
struct Struct;

#[inline_async] //~ ERROR `#[inline_async]` attribute cannot be used on functions
async fn free() {}

#[inline_async] //~ ERROR `#[inline_async]` attribute cannot be used on inherent impl blocks
impl Struct {
    #[inline_async] //~ ERROR `#[inline_async]` attribute cannot be used on inherent methods
    async fn inherent(&self) {}
}

trait Tr {
    #[inline_async]
    async fn inline(&self);
    #[inline_async] //~ ERROR `#[inline_async]` on a method that is not an `async fn`
    fn plain(&self);
    #[inline_async(send)] //~ ERROR `#[inline_async(send)]` on a method that is not an `async fn`
    fn future(&self) -> impl Future<Output = ()>;
    #[inline_async] //~ ERROR `#[inline_async]` attribute cannot be used on
    type Assoc;
}

#[inline_async] //~ ERROR `#[inline_async]` attribute cannot be used on trait impl blocks
impl Tr for Struct {
    #[inline_async] //~ ERROR `#[inline_async]` attribute cannot be used on trait methods in impl blocks
    async fn inline(&self) {}
    fn plain(&self) {}
    async fn future(&self) {}
    type Assoc = ();
}

#[inline_async] //~ ERROR `#[inline_async]` on a trait that has no `inline async fn`
trait NoAsync {
    fn plain(&self);
}

#[inline_async] //~ ERROR `#[inline_async]` on a trait that has no `inline async fn`
trait OnlySized {
    async fn sized(&self)
    where
        Self: Sized;
}

#[inline_async(send)] //~ ERROR `#[inline_async(send)]` on a trait that has no `inline async fn`
trait Empty {}

fn statements() {
    #[inline_async] //~ ERROR `#[inline_async]` attribute cannot be used on
    let _ = #[inline_async] //~ ERROR `#[inline_async]` attribute cannot be used on closures
    async || ();
}

unsafe extern "C" {
    #[inline_async] //~ ERROR `#[inline_async]` attribute cannot be used on foreign functions
    fn foreign();
}

fn main() {}
