//@ run-pass
//@ edition: 2024
//@ revisions: current next opt
//@[next] compile-flags: -Znext-solver=globally
//@[opt] compile-flags: -O -Zmir-opt-level=4 -Zvalidate-mir

// `dyn Tr: Tr` asks that calls be `Send` where `Tr` says so of its futures, so it does not hold for an
// object type whose calls are not. There are objects of that type all the same: what they have of
// other traits, upcasts, and the layout of their machines are right.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{HeapPlaced, Placed, layout_for, layout_of_val};
use std::rc::Rc;

trait Named {
    fn name(&self) -> String;
    fn length(&self) -> usize;
}

#[inline_async(send)]
trait Handler {
    inline async fn handle(&self, request: u32) -> u32;
    fn number(&self) -> u32 {
        17
    }
}

trait Service: Handler + Named {
    fn own(&self) -> u32;
}

struct Echo(String);

impl Named for Echo {
    fn name(&self) -> String {
        self.0.clone()
    }

    fn length(&self) -> usize {
        self.0.len()
    }
}

impl Handler for Echo {
    async fn handle(&self, request: u32) -> u32 {
        let held = [1_u8; 4000];
        std::future::ready(()).await;
        request + u32::from(held[request as usize])
    }
}

impl Service for Echo {
    fn own(&self) -> u32 {
        3
    }
}

// Where the arguments are never `Send`.
#[inline_async(send)]
trait TakesRc {
    inline async fn take(&self, rc: Rc<u8>) -> u8;
}

trait Sub: Named + TakesRc + Named2 {}

trait Named2 {
    fn name2(&self) -> &'static str;
}

impl TakesRc for Echo {
    fn take(&self, rc: Rc<u8>) -> impl Future<Output = u8> {
        let output = *rc;
        async move { output }
    }
}

impl Named2 for Echo {
    fn name2(&self) -> &'static str {
        "two"
    }
}

impl Sub for Echo {}

fn echo() -> Box<Echo> {
    Box::new(Echo("echo".to_owned()))
}

fn main() {
    // Its calls take `&self`, and it is not `Sync`.
    let object: Box<dyn Service + Send> = echo();
    assert_eq!((object.name(), object.length()), ("echo".to_owned(), 4));
    assert_eq!(layout_of_val(&*object), layout_for::<Echo, dyn Service + Send>());
    let named: Box<dyn Named + Send> = object;
    assert_eq!((named.name(), named.length()), ("echo".to_owned(), 4));

    let object: Box<dyn Service> = echo();
    assert_eq!((object.name(), object.length()), ("echo".to_owned(), 4));
    let layout = layout_for::<Echo, dyn Handler>();
    assert!(layout.size() > 4000);
    let handler: Box<dyn Handler> = object;
    assert_eq!(layout_of_val(&*handler), layout);
    let binding = HeapPlaced::new(handler);
    assert_eq!(Placed::layout(&binding), layout);

    let object: Box<dyn Sub + Send + Sync> = echo();
    assert_eq!((object.name(), object.length(), object.name2()), ("echo".to_owned(), 4, "two"));
    let named: &dyn Named2 = &*object;
    assert_eq!(named.name2(), "two");
    let takes: Box<dyn TakesRc> = object;
    assert_eq!(layout_of_val(&*takes), layout_for::<Echo, dyn TakesRc>());
}
