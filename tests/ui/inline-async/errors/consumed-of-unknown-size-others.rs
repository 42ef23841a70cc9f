//@ edition: 2024

// The same for what is no parameter of the impl, and where there is no bound to remove.

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    inline async fn close(self);

    fn close_boxed(self: Box<Self>) {
        drop((*self).close()); //~ ERROR cannot move a value of type `Self`
    }
}

async fn anonymous(boxed: Box<impl Tr + ?Sized>) {
    boxed.close().await; //~ ERROR cannot move a value of type `impl Tr + ?Sized`
}

async fn reference<W: Tr + ?Sized>(reference: &mut W) {
    (*reference).close().await; //~ ERROR cannot move a value of type `W`
}

trait Has {
    type Tr: Tr + ?Sized;
}

async fn associated<H: Has>(boxed: Box<H::Tr>) {
    boxed.close().await; //~ ERROR cannot move a value of type `<H as Has>::Tr`
}

fn main() {}
