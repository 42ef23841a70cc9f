//@ edition: 2024

// To declare an `async fn` `inline` is advised only where that is allowed. The others can move to
// another trait, or stay with a default body for known types.

#![feature(inline_async_fn, inline_async, unboxed_closures)]

use std::future::inline_async::placeable;

#[placeable] //~ ERROR cannot forward `output`, `argument`, `within`, `opaque`, `generic`, `unsized_argument`, `bounded` and `abi` of trait `Never`
trait Never {
    async fn output(&self) -> Self;
    async fn argument(&self, other: &Self) -> u8;
    async fn within(&self, pair: (u8, Option<&mut Self>));
    async fn opaque(&self) -> Option<(&Self, impl Copy)>;
    async fn generic<T>(&self, value: T);
    async fn unsized_argument(&self, text: str);
    async fn bounded(&self)
    where
        Self: Send;
    async extern "rust-call" fn abi(&self, args: ());
}

trait Types {
    type Item;
}

#[placeable] //~ ERROR cannot forward `own`, `inherited` and `c_abi` of trait `Advised`
trait Advised: Types {
    type Own;
    async fn own(&self, own: Self::Own) -> &[Self::Own];
    async fn inherited(&self) -> <Self as Types>::Item;
    async extern "C" fn c_abi(&self);
}

#[placeable]
trait Stays {
    inline async fn called(&self);
    async fn pair(&self, other: &Self) -> Option<(&Self, impl Copy)>
    where
        Self: Sized,
    {
        self.called().await;
        other.called().await;
        Some((self, 0))
    }
}

fn main() {}
