//@ edition: 2024

// A default body that calls its own method through a box is refused, as that of any `async fn` in a
// trait is: its future would be part of its own definition. On a trait object it may call it.
// (With the next solver the compiler crashes on it, without the feature too.)

#![feature(inline_async_fn)]

trait Walk {
    inline async fn depth(&self, n: u32) -> u32 {
        if n == 0 { 0 } else { 1 + Box::pin(self.depth(n - 1)).await }
        //~^ ERROR expected generic lifetime parameter
    }
    fn below(&self) -> Option<&dyn Walk>;
    inline async fn all(&self) -> u32 {
        match self.below() {
            Some(below) => 1 + below.all().await,
            None => 0,
        }
    }
}

fn main() {}
