// A method calls itself on a known type: boxing helps, and so does a trait object.

//@ edition: 2024

#![feature(inline_async_fn)]

trait Node {
    inline async fn count(&self) -> usize;
}

struct Folder(Vec<Folder>);

impl Node for Folder {
    async fn count(&self) -> usize { //~ ERROR recursion in an async fn requires boxing
        let mut count = 1;
        for folder in &self.0 {
            count += folder.count().await;
        }
        count
    }
}

struct Drawer(Vec<Box<dyn Node>>);

impl Node for Drawer {
    async fn count(&self) -> usize {
        let mut count = 1;
        for node in &self.0 {
            count += node.count().await;
        }
        count
    }
}

fn main() {}
