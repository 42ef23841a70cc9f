//@ check-pass
//@ edition: 2024

// The names of the expansion meet none of the author's, whatever is in scope.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

mod core {}
mod std {}

struct Placed;
struct P;
trait Future {}
trait Deref {}
trait ObjectPtr {}

#[::std::future::inline_async::placeable]
trait Supertraits {
    type InheritedError;
    type Error;
}

#[::std::future::inline_async::placeable]
trait Object<Ptr, This, const P: usize>: Supertraits {
    type Target;
    inline async fn call_mut(&mut self, arg1: Ptr, arg0: This) -> [u8; P];
    inline async fn get(&self, self_: Placed, p: crate::P) -> Result<u8, Self::Error>;
    fn get_mut(&mut self, error: Self::InheritedError) -> Self::Target;
}

fn main() {}
