//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// What `#[async_trait]` expands to is written by hand on one side: on the impl of an inline method,
// and on the trait that an `async fn` implements. The lifetimes that it adds are those of another
// signature.

#![feature(inline_async_fn)]

use std::pin::Pin;

type Boxed<'f, T> = Pin<Box<dyn Future<Output = T> + Send + 'f>>;

#[inline_async(send)]
trait Inline: Send + Sync {
    inline async fn length(&self, text: &str) -> usize;
}

trait ByHand: Send + Sync {
    fn length<'s, 't, 'f>(&'s self, text: &'t str) -> Boxed<'f, usize>
    where
        's: 'f,
        't: 'f,
        Self: 'f;
}

struct Bytes;

impl Inline for Bytes {
    fn length<'s, 't, 'f>(&'s self, text: &'t str) -> Boxed<'f, usize>
    //~^ ERROR lifetime parameters
    where
        's: 'f,
        't: 'f,
        Self: 'f,
    {
        Box::pin(async move { text.len() })
    }
}

impl ByHand for Bytes {
    async fn length(&self, text: &str) -> usize {
        //~^ ERROR lifetime parameters
        text.len()
    }
}

fn main() {}
