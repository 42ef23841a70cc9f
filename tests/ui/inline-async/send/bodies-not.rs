//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// What a body knows of its lifetimes makes its future `Send` only where that is true for all
// lifetimes that the body can have: not because a type in it would be `Send` for some, not
// because it knows something of other lifetimes, and not because a future that is only named
// would know it.

#![feature(inline_async_fn)]
#![allow(dead_code)]

use std::future::ready;
use std::marker::PhantomData;
use std::rc::Rc;

trait Tr {
    inline async fn m(&self, x: &str, y: &[u8]) -> usize;
}

/// `Send` for `'static` only.
struct One<'a>(*const &'a u8);

unsafe impl Send for One<'static> {}

fn one(of: &[u8]) -> One<'_> {
    One(&raw const of[0] as *const &u8)
}

/// `Send` if `'b` outlives `'a`.
struct Two<'a, 'b>(*const u8, PhantomData<fn(&'a u8, &'b u8) -> (&'a u8, &'b u8)>);

unsafe impl<'a, 'b: 'a> Send for Two<'a, 'b> {}

fn two<'a, 'b>(x: &'a str, _: &'b [u8]) -> Two<'a, 'b> {
    Two(x.as_ptr(), PhantomData)
}

/// That `'b` outlives `'a` is known where this is.
struct Longer<'a, 'b: 'a>(PhantomData<(&'a u8, &'b u8)>);

struct Always<T: 'static>(PhantomData<T>);

struct HoldsRc;

impl Tr for HoldsRc {
    async fn m(&self, x: &str, y: &[u8]) -> usize {
        let mut lengths = y.iter().map(|y| Rc::new(*y)).peekable();
        while let Some(length) = lengths.next() {
            ready(x).await;
            drop(length);
        }
        0
    }
}

fn holds_rc() -> Box<dyn Tr + Send + Sync> {
    Box::new(HoldsRc)
    //~^ ERROR future cannot be sent between threads safely
}

struct StaticOnly;

impl Tr for StaticOnly {
    async fn m(&self, _: &str, y: &[u8]) -> usize {
        let held = one(y);
        ready(()).await;
        held.0 as usize
    }
}

fn static_only() -> Box<dyn Tr + Send + Sync> {
    Box::new(StaticOnly)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR cannot be sent between threads safely
}

struct Unrelated;

impl Tr for Unrelated {
    async fn m(&self, x: &str, y: &[u8]) -> usize {
        let held = two(x, y);
        ready(()).await;
        held.0 as usize
    }
}

fn unrelated() -> Box<dyn Tr + Send + Sync> {
    Box::new(Unrelated)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR cannot be sent between threads safely
}

// What is true of other lifetimes.
struct Beside;

impl Tr for Beside {
    async fn m(&self, x: &str, y: &[u8]) -> usize {
        let held = (two(x, y), one(y));
        let others = (Longer(PhantomData), Always::<&str>(PhantomData));
        ready(&x).await;
        drop(others);
        held.0.0 as usize
    }
}

fn beside() -> Box<dyn Tr + Send + Sync> {
    Box::new(Beside)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[current]~| ERROR implementation of `Send` is not general enough
    //[next]~^^^ ERROR cannot be sent between threads safely
}

// The opposite of what is known.
struct Shorter;

struct Opposite<'a: 'b, 'b>(*const u8, PhantomData<fn(&'a u8, &'b u8) -> (&'a u8, &'b u8)>);

unsafe impl<'a, 'b: 'a> Send for Opposite<'a, 'b> {}

fn opposite<'a, 'b>(x: &'b &'a str) -> Opposite<'a, 'b> {
    Opposite(x.as_ptr(), PhantomData)
}

impl Tr for Shorter {
    async fn m(&self, x: &str, _: &[u8]) -> usize {
        let held = opposite(&x);
        ready(()).await;
        held.0 as usize
    }
}

fn shorter() -> Box<dyn Tr + Send + Sync> {
    Box::new(Shorter)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR cannot be sent between threads safely
}

// A future that is named for lifetimes with which it could never be made, beside a value that
// has them.
struct Named;

async fn knows<'a, 'b>(_: PhantomData<&'a &'b u8>, _: PhantomData<Two<'a, 'b>>) {
    let longer = Longer::<'a, 'b>(PhantomData);
    ready(()).await;
    drop(longer);
}

struct Beside2<'a, 'b, F>(Two<'a, 'b>, PhantomData<F>);

fn named<'a, 'b, F>(
    held: Two<'a, 'b>,
    _: impl FnOnce(PhantomData<Two<'a, 'b>>) -> F,
) -> Beside2<'a, 'b, F> {
    Beside2(held, PhantomData)
}

impl Tr for Named {
    async fn m(&self, x: &str, y: &[u8]) -> usize {
        let held = named(two(x, y), |two| knows(PhantomData, two));
        ready(()).await;
        held.0.0 as usize
    }
}

fn name() -> Box<dyn Tr + Send + Sync> {
    Box::new(Named)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[current]~| ERROR implementation of `Send` is not general enough
    //[next]~^^^ ERROR cannot be sent between threads safely
}

// In the body of a helper, and in a block.
struct Inner;

async fn inner<T>(x: T, held: impl Fn(&T) -> usize) -> usize {
    ready(()).await;
    held(&x)
}

impl Tr for Inner {
    async fn m(&self, x: &str, y: &[u8]) -> usize {
        let block = async move {
            let held = two(x, y);
            let longer = Longer(PhantomData);
            ready(&x).await;
            drop(longer);
            held.0 as usize
        };
        block.await + inner(one(y), |one| one.0 as usize).await
    }
}

fn in_inner() -> Box<dyn Tr + Send + Sync> {
    Box::new(Inner)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[current]~| ERROR implementation of `Send` is not general enough
    //[next]~^^^ ERROR cannot be sent between threads safely
}

fn main() {}
