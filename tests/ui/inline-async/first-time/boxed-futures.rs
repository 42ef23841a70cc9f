// An implementation gives boxed futures, as `#[async_trait]` would: it is one, and a lint says what
// the trait would have it say.

//@ check-pass
//@ edition: 2024

#![feature(inline_async_fn)]

use std::pin::Pin;

trait Read {
    inline async fn read(&mut self) -> u8;
}

struct Zeros;

impl Read for Zeros {
    fn read(&mut self) -> Pin<Box<dyn Future<Output = u8> + Send + '_>> {
        //~^ WARN impl trait in impl method signature does not match trait method signature
        Box::pin(async move { 0 })
    }
}

fn main() {
    let _: &mut dyn Read = &mut Zeros;
}
