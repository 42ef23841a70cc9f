//@ build-fail
//@ edition: 2024
//@ only-64bit
//@ dont-require-annotations: NOTE

// An error that is found when a call on a binding is compiled names the method.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::HeapPlaced;

trait Tr {
    inline async fn large(&self, argument: [u8; 1 << 61]);
}

fn call(binding: &HeapPlaced<Box<dyn Tr>>, argument: fn() -> [u8; 1 << 61]) {
    drop(binding.large(argument()));
    //~^ NOTE the above error was encountered while instantiating `fn <dyn Tr as Tr>::large`
}

fn main() {
    let _ = call as fn(&_, _);
}

//~? ERROR values of the type `[u8; 2305843009213693952]` are too big
//~? ERROR values of the type `[u8; 2305843009213693952]` are too big
