//@ build-fail
//@ revisions: current next
//@[next] compile-flags: -Znext-solver
//@ edition: 2024

// What is said to the functions that make a call on a binding is compared with the method when they are
// instantiated, whichever of them it is: an argument is of another type or of a subtype, the output is
// another one, the object is borrowed mutably, or the method is no `inline async fn`.

#![feature(inline_async_fn, inline_async, inline_async_internals, tuple_trait)]

use std::future::Ready;
use std::future::inline_async::on_binding::{call_mut, call_pin, call_ref};
use std::future::inline_async::{HeapPlaced, InlineCall};
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

type Ref<'a, Args, R> = InlineCall<&'a (dyn Tr + 'static), Args, R>;
type Mut<'a, Args, R> = InlineCall<&'a mut (dyn Tr + 'static), Args, R>;

/// The type of a method's function item.
trait Method: Sized {
    unsafe fn shared<Args: std::marker::Tuple, R>(self, binding: &HeapPlaced<Box<dyn Tr>>, args: Args) {
        // SAFETY: not kept, which is found out.
        drop(unsafe { call_ref::<_, _, Self, Ref<'_, Args, R>>(binding, args) });
    }

    unsafe fn exclusive<Args, R>(self, binding: &mut HeapPlaced<Box<dyn Tr>>, args: Args)
    where
        Args: std::marker::Tuple,
    {
        // SAFETY: not kept, which is found out.
        drop(unsafe { call_mut::<_, _, Self, Mut<'_, Args, R>>(binding, args) });
    }

    unsafe fn pinned<R>(self, binding: &mut HeapPlaced<Pin<Box<dyn Tr>>>) {
        // SAFETY: not kept, which is found out.
        drop(unsafe {
            call_pin::<_, _, Self, InlineCall<Pin<&mut (dyn Tr + 'static)>, (), R>>(binding, ())
        });
    }
}

impl<F> Method for F {}

fn calls(mut binding: HeapPlaced<Box<dyn Tr>>, mut pinned: HeapPlaced<Pin<Box<dyn Tr>>>) {
    let boxed: &'static Box<u64> = Box::leak(Box::new(Box::new(7)));
    let function: fn(&u8) = |_| ();
    // SAFETY: not kept, which is found out.
    unsafe {
        <dyn Tr as Tr>::argument.shared::<_, ()>(&binding, (boxed,));
        <dyn Tr as Tr>::subtype.exclusive::<_, ()>(&mut binding, (function,));
        <dyn Tr as Tr>::output.pinned::<String>(&mut pinned);
        <dyn Tr as Tr>::receiver.exclusive::<_, ()>(&mut binding, ());
        <dyn Tr as Tr>::plain.shared::<_, u8>(&binding, ());
    }
}

fn main() {
    let _: fn(_, _) = calls;
}
