//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Generic code is promised futures that are `Send` by `#[inline_async(send)]`. An object type whose
// calls are not, because of the object or of an argument, does not implement the trait, neither by
// itself nor by a subtrait or an alias that implies the trait.

#![feature(inline_async_fn, inline_async, trait_alias)]
#![allow(dead_code)]

use std::rc::Rc;

#[inline_async(send)]
trait Tr<X> {
    inline async fn m(&mut self, argument: X);
}

trait Sub: Tr<Rc<u32>> {}
trait SubOfSub: Sub {}

trait Alias = Tr<u32>;
trait Aliased: Alias {}

fn send<T: Send>(_: T) {}

fn generic<T: Tr<X> + ?Sized, X>(object: &mut T, argument: X) {
    send(object.m(argument));
}

fn generic_sub<T: Sub + ?Sized>(object: &mut T) {
    send(object.m(Rc::new(1)));
}

fn generic_aliased<T: Aliased + ?Sized>(object: &mut T) {
    send(object.m(1));
}

fn argument(object: &mut (dyn Tr<Rc<u32>> + Send)) {
    generic(object, Rc::new(1)); //~ ERROR `Rc<u32>` cannot be sent between threads safely
}

fn object(object: &mut dyn Tr<u32>) {
    generic(object, 1); //~ ERROR
}

fn fine(object: &mut (dyn Tr<u32> + Send)) {
    generic(object, 1);
}

fn by_sub(object: &mut (dyn Sub + Send)) {
    generic_sub(object); //~ ERROR `Rc<u32>` cannot be sent between threads safely
}

fn by_sub_of_sub(object: &mut (dyn SubOfSub + Send)) {
    generic_sub(object); //~ ERROR `Rc<u32>` cannot be sent between threads safely
}

fn upcast(object: &mut (dyn SubOfSub + Send)) {
    generic_sub::<dyn Sub + Send>(object);
    //~^ ERROR `Rc<u32>` cannot be sent between threads safely
}

fn by_alias(object: &mut dyn Aliased) {
    generic_aliased(object); //~ ERROR
}

trait Has {
    type Object: Tr<u32> + ?Sized;
}

impl Has for u8 {
    type Object = dyn Tr<u32>; //~ ERROR
}

fn main() {}
