//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@ needs-threads
//@[next] compile-flags: -Znext-solver=globally
//@ aux-build: block-on.rs
//@ aux-build: allowed-declarative.rs
//@ proc-macro: allowed.rs

// A macro that is allowed to use the feature writes the attribute into crates that know nothing of
// it. Objects, calls and impls need no feature.

extern crate allowed;
extern crate allowed_declarative;
extern crate block_on;

use std::sync::Arc;
use std::thread;

use block_on::{now, send};

#[allowed::inline_trait]
trait Handler: Send + Sync {
    async fn handle(&self, request: &str) -> String;
    async fn sized(&self)
    where
        Self: Sized,
    {
    }
}

allowed::make!();
allowed_declarative::inline_trait!(Declared);

struct Echo(usize);

impl Handler for Echo {
    async fn handle(&self, request: &str) -> String {
        request.repeat(self.0)
    }
}

impl Made for Echo {}

impl Declared for Echo {
    async fn get(&self) -> u32 {
        self.0 as u32
    }
}

fn main() {
    let handler: Arc<dyn Handler> = Arc::new(Echo(2));
    let other = handler.clone();
    let echoed = thread::spawn(move || now(send(other.handle("ab")))).join().unwrap();
    assert_eq!(echoed, "abab");
    assert_eq!(now(handler.handle("c")), "cc");
    now(Echo(0).sized());

    let (made, declared): (&dyn Made, &dyn Declared) = (&Echo(1), &Echo(5));
    assert_eq!(now(made.get()) + now(declared.get()), 9);
}
