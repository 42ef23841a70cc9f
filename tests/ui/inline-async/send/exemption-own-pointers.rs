//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// For a pointer of one's own the object is unknown: it may be `Send` for just one of the object types
// that its object becomes, by an upcast, by dropping `Sync`, or by subtyping.

#![feature(arbitrary_self_types, coerce_unsized, dispatch_from_dyn, inline_async_fn, unsize)]

use std::marker::{PhantomData, Unsize};
use std::ops::{CoerceUnsized, Deref, DispatchFromDyn};
use std::rc::Rc;

/// A reference that can be sent less often than `&T` can.
struct Ptr<T: ?Sized + 'static>(&'static T, PhantomData<*const ()>);

unsafe impl<T: ?Sized + Kind> Send for Ptr<T> {}

impl<T: ?Sized> Deref for Ptr<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.0
    }
}

impl<T: ?Sized + Unsize<U>, U: ?Sized> CoerceUnsized<Ptr<U>> for Ptr<T> {}
impl<T: ?Sized + Unsize<U>, U: ?Sized> DispatchFromDyn<Ptr<U>> for Ptr<T> {}

/// One that can never be sent.
struct LocalPtr<T: ?Sized + 'static>(&'static T, PhantomData<*const ()>);

impl<T: ?Sized> Deref for LocalPtr<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.0
    }
}

impl<T: ?Sized + Unsize<U>, U: ?Sized> CoerceUnsized<LocalPtr<U>> for LocalPtr<T> {}
impl<T: ?Sized + Unsize<U>, U: ?Sized> DispatchFromDyn<LocalPtr<U>> for LocalPtr<T> {}

trait Kind {}
impl Kind for dyn Tr + Sync {}
impl Kind for dyn Plain {}
impl Kind for dyn for<'a> Lends<&'a u8> + Sync {}

trait Tr {
    inline async fn m(self: Ptr<Self>);
}

trait Sub: Tr {}

trait Plain {
    inline async fn m(self: Ptr<Self>);
}

trait Lends<X> {
    inline async fn m(self: Ptr<Self>);
}


trait Local {
    inline async fn m(self: LocalPtr<Self>);
}

async fn hold() {
    let held = Rc::new(0);
    std::future::ready(()).await;
    drop(held);
}

struct Racy;

impl Tr for Racy {
    async fn m(self: Ptr<Self>) {
        hold().await
    }
}

impl Sub for Racy {}

impl Plain for Racy {
    async fn m(self: Ptr<Self>) {
        hold().await
    }
}

impl<X> Lends<X> for Racy {
    async fn m(self: Ptr<Self>) {
        hold().await
    }
}

impl Local for Racy {
    async fn m(self: LocalPtr<Self>) {
        hold().await
    }
}

static RACY: Racy = Racy;

fn upcast() -> Ptr<dyn Tr + Sync> {
    let sub: Ptr<dyn Sub + Sync> = Ptr(&RACY, PhantomData) as Ptr<Racy>;
    //~^ ERROR cannot be sent between threads safely
    //[current]~^^ ERROR cannot be sent between threads safely
    sub
}

fn dropped_sync() -> Ptr<dyn Plain> {
    let sync: Ptr<dyn Plain + Sync> = Ptr(&RACY, PhantomData) as Ptr<Racy>;
    //~^ ERROR cannot be sent between threads safely
    //[current]~^^ ERROR cannot be sent between threads safely
    sync
}

fn subtype() -> Ptr<dyn Lends<&'static u8> + Sync> {
    let one: Ptr<dyn Lends<&'static u8> + Sync> = Ptr(&RACY, PhantomData) as Ptr<Racy>;
    //~^ ERROR cannot be sent between threads safely
    //[current]~^^ ERROR cannot be sent between threads safely
    one
}

fn never_sent() -> LocalPtr<dyn Local + Send + Sync> {
    LocalPtr(&RACY, PhantomData) as LocalPtr<Racy>
}

fn main() {}
