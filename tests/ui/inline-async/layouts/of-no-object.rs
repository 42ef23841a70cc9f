// `layout_of_val` reads a vtable, and says so of a value that has none.

//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally
//@ edition: 2024

#![feature(inline_async, ptr_metadata)]

use std::future::inline_async::layout_of_val;
use std::ptr::{DynMetadata, Pointee};

fn of_anything<T>(value: &T) {
    layout_of_val(value);
    //~^ ERROR `T` may be another type than a trait object
}

fn of_items<I: Iterator>(item: &I::Item) {
    layout_of_val(item);
    //~^ ERROR `<I as Iterator>::Item` may be another type than a trait object
}

fn of_objects<T: ?Sized + Pointee<Metadata = DynMetadata<T>>>(object: &T) {
    layout_of_val(object);
}

fn main() {
    layout_of_val(&7);
    //~^ ERROR `{integer}` is not a trait object
    let text = String::new();
    layout_of_val(&text);
    //~^ ERROR `String` is not a trait object
    layout_of_val("text");
    //~^ ERROR `str` is not a trait object
}
