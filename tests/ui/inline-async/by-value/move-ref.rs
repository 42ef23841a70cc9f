//@ run-pass
//@ edition: 2024
//@ needs-threads

// A `MoveRef` owns its value: it drops it, gives it out, coerces to a trait object as a `Box` does,
// and can be sent where the value can.

#![feature(inline_async)]

use std::cell::Cell;
use std::fmt::Display;
use std::future::inline_async::{MoveRef, move_ref};
use std::rc::Rc;

struct Noted<'a>(&'a Cell<u32>);

impl Drop for Noted<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

fn coerce<'a>(value: MoveRef<'a, u32>) -> MoveRef<'a, dyn Display + Send> {
    value
}

fn main() {
    let drops = Cell::new(0);
    {
        let _owned = move_ref!(Noted(&drops));
        assert_eq!(drops.get(), 0);
    }
    assert_eq!(drops.get(), 1);

    let owned = move_ref!(Noted(&drops));
    let value = MoveRef::into_inner(owned);
    assert_eq!(drops.get(), 1);
    drop(value);
    assert_eq!(drops.get(), 2);

    // The memory of a leaked one is the frame's, so the value is leaked.
    std::mem::forget(move_ref!(Noted(&drops)));
    assert_eq!(drops.get(), 2);

    let mut owned = move_ref!(vec![1, 2]);
    owned.push(3);
    assert_eq!(*owned, [1, 2, 3]);

    let shared = Rc::new(7);
    let object: MoveRef<'_, dyn Display> = move_ref!(Rc::clone(&shared));
    assert_eq!(object.to_string(), "7");
    assert_eq!(Rc::strong_count(&shared), 2);
    drop(object);
    assert_eq!(Rc::strong_count(&shared), 1);

    let number = move_ref!(7);
    let object = coerce(number);
    std::thread::scope(|scope| {
        scope.spawn(move || assert_eq!(object.to_string(), "7"));
    });
}
