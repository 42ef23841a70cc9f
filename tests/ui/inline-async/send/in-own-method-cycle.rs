//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Two types each of which makes an object of the other in one of its `inline async` methods: an
// error, no crash.

#![feature(inline_async_fn)]

trait Node {
    inline async fn walk(&mut self, depth: u32) -> u32;
}

struct One;
struct Two;

impl Node for One {
    async fn walk(&mut self, depth: u32) -> u32 {
    //~^ ERROR cycle detected when computing type of opaque `<impl at
        let mut other: Box<dyn Node + Send> = Box::new(Two);
        if depth == 0 { 0 } else { other.walk(depth - 1).await }
    }
}

impl Node for Two {
    async fn walk(&mut self, depth: u32) -> u32 {
        let mut other: Box<dyn Node + Send> = Box::new(One);
        if depth == 0 { 0 } else { other.walk(depth - 1).await }
    }
}

fn main() {}
