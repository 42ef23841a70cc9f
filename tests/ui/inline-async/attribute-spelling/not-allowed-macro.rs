// In a crate without the feature, `inline_async` is nobody's attribute, but in what an allowed macro
// wrote.

//@ edition: 2024
//@ proc-macro: allowed.rs

#![allow(async_fn_in_trait)]

extern crate allowed;

#[allowed::not_allowed] //~ ERROR cannot find attribute `inline_async` in this scope
trait NotAllowed {
    async fn get(&self) -> u32;
}

#[allowed::inline_trait]
trait Allowed {
    async fn get(&self) -> u32;
    #[inline_async] //~ ERROR cannot find attribute `inline_async` in this scope
    async fn of_the_user(&self) -> u32;
}

#[inline_async] //~ ERROR cannot find attribute `inline_async` in this scope
trait OfTheUser {
    async fn get(&self) -> u32;
}

fn main() {}
