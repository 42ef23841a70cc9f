//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// `try_as_dyn` asks for impls when code is generated. What a coercion asks of futures is part of
// `T: Unsize<D>` there too, be it in the bound of an impl, of a supertrait, or of a method that would
// be vacant.

#![feature(inline_async_fn, try_as_dyn, unsize)]
#![allow(dead_code)]

use std::any::try_as_dyn;
use std::marker::{PhantomData, Unsize};
use std::rc::Rc;

trait Tr {
    inline async fn m(&mut self);
}

#[derive(Default)]
struct Racy;

impl Tr for Racy {
    async fn m(&mut self) {
        let held = Rc::new(0);
        std::future::ready(()).await;
        drop(held);
    }
}

#[derive(Default)]
struct Sent;

impl Tr for Sent {
    async fn m(&mut self) {
        std::future::ready(()).await;
    }
}

struct Maker<X>(PhantomData<X>);

trait Make {
    fn make(&self) -> Box<dyn Tr + Send>;
}

impl<X: Default + Unsize<dyn Tr + Send> + 'static> Make for Maker<X> {
    fn make(&self) -> Box<dyn Tr + Send> {
        Box::new(X::default())
    }
}

trait MakeMore {
    fn count(&self) -> usize;
}

impl<X> MakeMore for (X, PhantomData<X>)
where
    Maker<X>: Make,
{
    fn count(&self) -> usize {
        2
    }
}

trait Coerce<T: ?Sized> {}

impl<T: Unsize<dyn Tr + Send>> Coerce<dyn Tr> for T {}

fn main() {
    assert!(try_as_dyn::<Maker<Sent>, dyn Make>(&Maker(PhantomData)).is_some());
    assert!(try_as_dyn::<Maker<Racy>, dyn Make>(&Maker(PhantomData)).is_none());

    assert!(try_as_dyn::<_, dyn MakeMore>(&(Sent, PhantomData::<Sent>)).is_some());
    assert!(try_as_dyn::<_, dyn MakeMore>(&(Racy, PhantomData::<Racy>)).is_none());

    assert!(try_as_dyn::<Sent, dyn Coerce<dyn Tr>>(&Sent).is_some());
    assert!(try_as_dyn::<Racy, dyn Coerce<dyn Tr>>(&Racy).is_none());
}
