// `layout_of_val` reads a vtable, and says so of a value that has none.

//@ revisions: current next
//@ ignore-compare-mode-next-solver (explicit revisions)
//@[next] compile-flags: -Znext-solver
//@ edition: 2024

#![feature(inline_async)]

use std::future::inline_async::layout_of_val;

fn of_anything<T>(value: &T) {
    layout_of_val(value);
    //[current]~^ ERROR E0271
    //[next]~^^ ERROR E0271
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
