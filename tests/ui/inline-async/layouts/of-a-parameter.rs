//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// The layout of a machine is that of an object type: where that is a type parameter there is none yet.

#![feature(inline_async)]

use std::future::inline_async::InlineCoroutine;
use std::mem::transmute;

fn bytes<T, D: ?Sized>(machine: InlineCoroutine<T, D>) -> [u8; 8] {
    unsafe { transmute(machine) } //~ ERROR cannot transmute between types of different sizes
}

fn main() {}
