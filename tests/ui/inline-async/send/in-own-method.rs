//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// In the body of one of its own `inline async` methods a type's futures are just being defined, so
// what a coercion to a `Send` object asks for cannot be answered there. The error says to make the
// object in a function that is not async, which works.

#![feature(inline_async_fn)]

trait Node: Send {
    inline async fn walk(&mut self) -> u32;
}

struct Folder(u32);

impl Folder {
    fn child(&self) -> Box<dyn Node + Send> {
        Box::new(Folder(self.0 - 1))
    }
}

impl Node for Folder {
    async fn walk(&mut self) -> u32 {
        if self.0 == 0 {
            return 0;
        }
        let mut child = self.child();
        1 + child.walk().await
    }
}

struct Direct(u32);

impl Node for Direct {
    async fn walk(&mut self) -> u32 {
        if self.0 == 0 {
            return 0;
        }
        let mut child: Box<dyn Node + Send> = Box::new(Direct(self.0 - 1));
        //~^ ERROR cannot make a `dyn Node + Send` here, in the body that the
        1 + child.walk().await
    }
}

fn main() {}
