//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A call on an object does not ask whether the calls on the object are `Send`, which is what the
// trait says of `Self`. It asks for all that the method says itself, of whatever type: where that
// does not hold, the vtable has no entry for it.

#![feature(inline_async_fn)]
#![forbid(unsafe_code)]

use std::any::Any;
use std::marker::PhantomData;

#[inline_async(send)]
trait Tr<X> {
    async fn m(&self, x: X);

    async fn of_own_object(&self)
    where
        dyn Tr<X>: Tr<X>;

    fn not_async(&self) -> u8
    where
        dyn Tr<X>: Tr<X>;
}

struct Unit;

impl<X: Send + 'static> Tr<X> for Unit {
    async fn m(&self, _: X) {}

    async fn of_own_object(&self)
    where
        dyn Tr<X>: Tr<X>,
    {
    }

    fn not_async(&self) -> u8
    where
        dyn Tr<X>: Tr<X>,
    {
        1
    }
}

fn of_method(object: &(dyn Tr<u8> + Send + Sync)) {
    let _ = object.of_own_object();
    //[current]~^ ERROR `(dyn Tr<u8> + 'static): Tr<u8>` is not satisfied
    //[next]~^^ ERROR the method `of_own_object` exists for reference
}

fn of_the_same_object(object: &dyn Tr<u8>) {
    let _ = object.of_own_object();
    //[current]~^ ERROR `(dyn Tr<u8> + 'static): Tr<u8>` is not satisfied
    //[next]~^^ ERROR the method `of_own_object` exists for reference
}

fn of_method_not_async(object: &(dyn Tr<u8> + Send + Sync)) -> u8 {
    object.not_async()
    //~^ ERROR `(dyn Tr<u8> + 'static): Tr<u8>` is not satisfied
}

// Of a method's own parameter, which an object type is inferred for.

#[inline_async(send)]
trait Static: 'static {
    type Out;

    async fn m(&self);

    fn keep<X, U: Static<Out = X> + ?Sized>(&self, _: PhantomData<U>, x: X) -> Box<dyn Any>
    where
        Self: Sized,
    {
        kept::<U>(x)
    }
}

fn kept<U: Static + ?Sized>(x: U::Out) -> Box<dyn Any> {
    Box::new(x)
}

impl Static for Unit {
    type Out = ();

    async fn m(&self) {}
}

fn extend<'a>(x: &'a String) -> &'static String {
    let object: PhantomData<dyn Static<Out = &'a String> + Send + Sync> = PhantomData;
    *Unit.keep(object, x).downcast::<&'static String>().unwrap()
    //~^ ERROR borrowed data escapes outside of function
}

// An associated type is there only where the object type implements the trait.

#[inline_async(send)]
trait Keyed {
    type Key;

    async fn get(&self, key: Self::Key) -> u32;
    async fn all(&self) -> Vec<Self::Key>;
}

fn keyed(object: &dyn Keyed<Key = u8>) {
    let _ = object.all();
    let _ = object.get(3);
    //~^ ERROR `dyn Keyed<Key = u8>: Keyed` is not satisfied
    //[next]~| ERROR `dyn Keyed<Key = u8>` cannot be shared between threads safely
}

fn main() {}
