//@ run-pass
//@ edition: 2024

// `Debug`, `Display` and `Error` of a binding are those of its object.

#![feature(inline_async_fn, inline_async, error_generic_member_access)]
#![allow(dead_code)]
#![allow(dead_code)]

use std::error::{Error, Request, request_ref};
use std::fmt;
use std::future::inline_async::{HeapPlaced, placeable};

#[placeable]
trait Failure: Error {
    inline async fn retry(&mut self);
}

#[derive(Debug)]
struct Failed(fmt::Error, u32);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("it failed")
    }
}

impl Error for Failed {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }

    fn provide<'a>(&'a self, request: &mut Request<'a>) {
        request.provide_ref(&self.1);
    }
}

impl Failure for Failed {
    async fn retry(&mut self) {}
}

fn is_failure(error: &(impl Failure + 'static)) {
    assert_eq!(error.to_string(), "it failed");
    assert_eq!(format!("{error:>10}"), " it failed");
    assert_eq!(format!("{error:?}"), "Failed(Error, 7)");
    assert_eq!(format!("{error:#?}"), "Failed(\n    Error,\n    7,\n)");
    assert!(error.source().unwrap().is::<fmt::Error>());
    assert_eq!(request_ref::<u32>(error), Some(&7));
}

fn main() {
    let object: Box<dyn Failure> = Box::new(Failed(fmt::Error, 7));
    let binding = HeapPlaced::new(object);
    is_failure(&binding);
    let outer: Box<dyn Failure> = Box::new(binding);
    is_failure(&HeapPlaced::new(outer));
}
