//@ run-pass
//@ edition: 2024

// A `PlaceError` is an error whatever it hands back, and says what is needed and what there is.

#![feature(inline_async)]

use std::error::Error;
use std::future::inline_async::{InlinePlace, PlaceError, Placed};
use std::pin::pin;

/// Neither `Debug` nor `Display`.
trait Nothing {}

struct It;

impl Nothing for It {}

fn said<T>(error: &PlaceError<T>) -> (String, String) {
    fn is_error(_: &impl Error) {}
    is_error(error);
    (format!("{error}"), format!("{error:?}"))
}

fn main() {
    let place = pin!(InlinePlace::<0, 1>::new());
    let object: &dyn Nothing = &It;
    let error = Placed::new_in(object, place).err().unwrap();
    let (shown, debugged) = said(&error);
    assert!(shown.starts_with("the machine needs "), "{shown}");
    assert!(shown.contains(", the place has 0 bytes aligned to "), "{shown}");
    assert!(debugged.contains("available"), "{debugged}");
    assert_eq!(said(&error.without_inner()), (shown, debugged));
}
