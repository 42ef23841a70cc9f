//@ build-fail
//@ edition: 2024

// The intrinsics that take a method as the type of its function item are for the library alone. Given
// another type they are an error and no crash.

#![feature(core_intrinsics, inline_async_fn)]
#![allow(internal_features)]

//~? ERROR `u8` is called as an `inline async` method, which it is not

use std::intrinsics::inline_async_table;

trait Tr {
    inline async fn m(&self);
    fn plain(&self);
    //~^ ERROR `Tr::plain` is called as an `inline async` method, which it is not
}

fn table<D: ?Sized, F>(_: F) {
    unsafe { inline_async_table::<D, F, &D, (), ()>(std::ptr::null()) };
}

fn main() {
    table::<dyn Tr, u8>(1);
    table::<dyn Tr, _>(<dyn Tr as Tr>::plain);
}
