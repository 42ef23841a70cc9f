//@ run-pass
//@ edition: 2024
//@ proc-macro: others.rs

// In a crate without the feature, somebody else's attribute may have the name.

extern crate others;

use others::inline_async;

#[inline_async(OF_TRAIT)]
trait Replaced {
    async fn get(&self) -> u32;
}

struct S;

impl S {
    #[inline_async(OF_METHOD)]
    async fn get(&self) -> u32 {
        0
    }
}

fn main() {
    assert_eq!([OF_TRAIT, S::OF_METHOD], ["OF_TRAIT", "OF_METHOD"]);
}
