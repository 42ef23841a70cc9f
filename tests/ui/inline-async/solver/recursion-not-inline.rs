//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A method that gives a future, is not inline, and calls itself through a box is what it is without
// the feature.

trait Walk: Send + Sync {
    fn depth(&self, n: u32) -> impl Future<Output = u32> + Send;
}

struct Tree;

impl Walk for Tree {
    async fn depth(&self, n: u32) -> u32 {
        //~^ ERROR cycle detected when computing type of
        if n == 0 { 0 } else { 1 + Box::pin(self.depth(n - 1)).await }
    }
}

fn main() {}
