//@ edition: 2024

// `#[placeable]` belongs to the unstable library feature `inline_async`.

#[std::future::inline_async::placeable]
//~^ ERROR use of unstable library feature `inline_async`
trait Trait {
    fn method(&self);
}

fn main() {}
