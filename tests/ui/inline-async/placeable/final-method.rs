//@ run-pass
//@ edition: 2024

// A `final` method has one body for all types, bindings among them. `#[placeable]` does not forward
// it, and that body calls what is forwarded.

#![feature(inline_async_fn, inline_async, final_associated_functions)]

use std::future::inline_async::{HeapPlaced, placeable};

#[placeable]
trait Name {
    fn name(&self) -> String;
    final fn greeting(&self) -> String {
        format!("Hello, {}", self.name())
    }
}

struct Ferris;

impl Name for Ferris {
    fn name(&self) -> String {
        "Ferris".to_owned()
    }
}

fn greet(name: &impl Name) -> String {
    name.greeting()
}

fn main() {
    let object: Box<dyn Name> = Box::new(Ferris);
    assert_eq!(greet(&HeapPlaced::new(object)), "Hello, Ferris");
}
