//@ run-rustfix
//@ edition: 2024

// What takes `self` by value cannot be called where a type parameter may stand for an object. The
// error says what can be written: an impl for known types and one for each object type, where a
// binding consumes the object.

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    inline async fn read(&mut self);
    inline async fn close(self, code: u8);
}

impl<W: Tr + ?Sized> Tr for Box<W> {
    async fn read(&mut self) {
        (**self).read().await
    }
    async fn close(self, code: u8) {
        (*self).close(code).await //~ ERROR cannot move a value of type `W`
    }
}

trait Other {
    inline async fn close(self);
}

struct Wrapper<W: ?Sized>(Box<W>);

impl<W> Other for Wrapper<W>
where
    W: ?Sized,
    W: Other,
{
    async fn close(self) {
        async { self.0.close().await }.await //~ ERROR cannot move a value of type `W`
    }
}

async fn function<W: ?Sized + Other>(boxed: Box<W>) {
    boxed.close().await; //~ ERROR cannot move a value of type `W`
}

fn main() {}
