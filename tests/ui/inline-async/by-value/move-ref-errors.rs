//@ edition: 2024

// A `MoveRef` ends with the frame that holds its value, owns it exclusively, and never pins it: a
// value that is leaked in a frame is not dropped before its memory is used for something else.

#![feature(inline_async)]

use std::future::inline_async::{MoveRef, move_ref};
use std::marker::PhantomPinned;
use std::pin::Pin;
use std::rc::Rc;

fn escapes() -> MoveRef<'static, u32> {
    move_ref!(1) //~ ERROR cannot return value referencing temporary value
}

fn pins(value: MoveRef<'_, PhantomPinned>) -> Pin<MoveRef<'_, PhantomPinned>> {
    Pin::new(value) //~ ERROR `PhantomPinned` cannot be unpinned
}

fn sends(value: MoveRef<'_, Rc<u32>>) {
    std::thread::scope(|scope| {
        scope.spawn(move || drop(value)); //~ ERROR `Rc<u32>` cannot be sent between threads safely
    });
}

fn moves_twice(value: MoveRef<'_, String>) -> [String; 2] {
    [MoveRef::into_inner(value), MoveRef::into_inner(value)] //~ ERROR use of moved value
}

fn outlives<'a>(text: &'a mut String) -> MoveRef<'a, &'a mut String> {
    let reference = move_ref!(text);
    reference //~ ERROR cannot return value referencing
}

fn main() {}
