//@ build-fail
//@ revisions: current next
//@[next] compile-flags: -Znext-solver
//@ edition: 2024

// What is said to the functions that start a method is compared with the method when they are
// instantiated, whichever of them it is: the argument coerces, or is of a subtype, the output is
// another one, the object is borrowed mutably, or the method is no `inline async fn`.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, Placed};
use std::future::{Ready, ready};
use std::pin::Pin;

trait Tr {
    inline async fn argument(&self, a: &'static u64);
    //~^ ERROR `Tr::argument` is called with a signature that it does not have
    inline async fn subtype(&mut self, f: fn(&'static u8));
    //~^ ERROR `Tr::subtype` is called with a signature that it does not have
    inline async fn output(self: Pin<&mut Self>) -> [usize; 3];
    //~^ ERROR `Tr::output` is called with a signature that it does not have
    inline async fn receiver(&self);
    //~^ ERROR `Tr::receiver` is called with a signature that it does not have
    fn plain(&self) -> Ready<u8>;
    //~^ ERROR `Tr::plain` is called as an `inline async` method, which it is not
}

fn main() {
    let call = |binding: HeapPlaced<Box<dyn Tr>>, pinned: HeapPlaced<Pin<Box<dyn Tr>>>| unsafe {
        let argument: &'static Box<u64> = Box::leak(Box::new(Box::new(7)));
        let method = <dyn Tr as Tr>::argument;
        let signature = |object, args: (&'static Box<u64>,)| <dyn Tr as Tr>::argument(object, args.0);
        drop(Placed::call_ref(&binding, method, signature, (argument,)));

        let mut binding = binding;
        let method = <dyn Tr as Tr>::subtype;
        let signature = |object, args: (fn(&u8),)| <dyn Tr as Tr>::subtype(object, args.0);
        drop(Placed::call_mut(&mut binding, method, signature, (|_: &u8| (),)));

        let mut pinned = pinned;
        let method = <dyn Tr as Tr>::output;
        let signature = |_, ()| ready(String::new());
        drop(Placed::call_pin(Pin::new(&mut pinned), method, signature, ()));

        let method = <dyn Tr as Tr>::receiver;
        let signature = |_, ()| ready(());
        drop(Placed::call_mut(&mut binding, method, signature, ()));

        let method = <dyn Tr as Tr>::plain;
        let signature = |object, ()| <dyn Tr as Tr>::plain(object);
        drop(Placed::call_ref(&binding, method, signature, ()));
    };
    let _: fn(_, _) = call;
}
