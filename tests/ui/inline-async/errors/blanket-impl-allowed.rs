// Blanket impls that cover no object type of the trait.

//@ check-pass
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

// The type is `Sized`.
trait A {
    inline async fn m(&self);
}

impl<T> A for T {
    async fn m(&self) {}
}

// The type is `Sized` by a supertrait of its bound.
trait B {
    inline async fn m(&self);
}

impl<T: ?Sized + Clone> B for T {
    async fn m(&self) {}
}

// The type is a pointer to one that need not be `Sized`.
trait C {
    inline async fn m(&mut self);
}

impl<T: ?Sized + C> C for &mut T {
    async fn m(&mut self) {
        (**self).m().await
    }
}

impl<T: ?Sized + C> C for Box<T> {
    async fn m(&mut self) {
        (**self).m().await
    }
}

// The inline methods are those of the supertrait.
trait Sub: C {
    fn sub(&self) {}
}

impl<T: ?Sized + C> Sub for T {}

// There are no object types of the trait.
trait D {
    inline async fn m(&self);
    fn generic<A>(&self, _: A) {}
}

impl<T: ?Sized> D for T {
    async fn m(&self) {}
}

fn main() {}
