//@ run-pass
//@ edition: 2024
//@ aux-build: compared.rs
//@ needs-unwind
//@ revisions: debug release
//@[debug] compile-flags: -Zvalidate-mir
//@[release] compile-flags: -O

// The default body of an inline async method stores each argument once, as the body of an
// implementation does, and drops it when and where a free `async fn` does: in a trait that takes
// parameters too, whose types are known only where the method is called.

#![feature(inline_async_fn, inline_async)]
#![allow(unused)]

extern crate compared;

use std::future::inline_async::{HeapPlaced, placeable};

use compared::*;

#[placeable]
pub trait Methods<T> {
    fn own(&self) -> &Value;

    inline async fn borrows(&mut self, a: Value, (mut b, t): (Value, T), mut n: usize) -> u64 {
        suspend().await;
        n += 1;
        b = value("late");
        point(0);
        suspend().await;
        self.own().touch();
        take(t);
        point(1);
        a.touch();
        b.touch();
        n as u64
    }

    inline async fn consumes(self, a: Value, (t, b): (T, Value)) -> u64 {
        suspend().await;
        take(a);
        point(0);
        suspend().await;
        self.own().touch();
        point(1);
        b.touch();
        take(t);
        1
    }
}

struct It(Value);

impl<T> Methods<T> for It {
    fn own(&self) -> &Value {
        &self.0
    }
}

async fn borrows<T>(this: &mut It, a: Value, (mut b, t): (Value, T), mut n: usize) -> u64 {
    suspend().await;
    n += 1;
    b = value("late");
    point(0);
    suspend().await;
    this.0.touch();
    take(t);
    point(1);
    a.touch();
    b.touch();
    n as u64
}

async fn consumes<T>(this: It, a: Value, (t, b): (T, Value)) -> u64 {
    suspend().await;
    take(a);
    point(0);
    suspend().await;
    this.0.touch();
    point(1);
    b.touch();
    take(t);
    1
}

fn same_events<T: 'static>(make: fn(&'static str) -> T) {
    let it = || It(value("self"));
    let mut object = it();
    for plan in every_plan() {
        let (a, b) = (|| value("a"), || value("b"));
        let free = events(plan, || borrows(&mut object, a(), (b(), make("c")), 4));
        let known = events(plan, || object.borrows(a(), (b(), make("c")), 4));
        let dynamic = events(plan, || {
            let object: &mut dyn Methods<T> = &mut object;
            object.borrows(a(), (b(), make("c")), 4)
        });
        let ways = [("on a known type", known), ("on an object", dynamic)];
        compare("borrows", plan, &free, &ways);

        let free = events(plan, || consumes(it(), a(), (make("c"), b())));
        let known = events(plan, || it().consumes(a(), (make("c"), b())));
        let dynamic = events(plan, || {
            HeapPlaced::new(Box::new(it()) as Box<dyn Methods<T>>).consumes(a(), (make("c"), b()))
        });
        let ways = [("on a known type", known), ("on an object", dynamic)];
        compare("consumes", plan, &free, &ways);
    }
}

/// The receiver and all arguments live across an `await`: each is stored once less than by a free
/// function. What a future is besides does not depend on its arguments.
fn stored_once<T>(make: fn(&'static str) -> T) {
    let it = || It(value("self"));
    let (a, b) = (|| value("a"), || value("b"));
    let mut object = it();
    let free = size_of_val(&borrows(&mut object, a(), (b(), make("c")), 4));
    let once = size_of::<(&mut It, Value, (Value, T), usize)>();
    assert!(size_of_val(&object.borrows(a(), (b(), make("c")), 4)) + once <= free);

    let free = size_of_val(&consumes(it(), a(), (make("c"), b())));
    let once = size_of::<(It, Value, (T, Value))>();
    assert!(size_of_val(&it().consumes(a(), (make("c"), b()))) + once <= free);
}

fn main() {
    same_events(value);
    same_events(|name| [value(name)]);
    same_events(|_| ());
    stored_once(value);
    stored_once(|name| [value(name), value(name)]);
    stored_once(|_| [0_usize; 100]);
}
