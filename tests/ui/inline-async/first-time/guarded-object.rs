// The object is in a cell or a lock, and is borrowed from it to be bound.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::cell::RefCell;
use std::future::inline_async::HeapPlaced;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

trait Counter {
    inline async fn next(&mut self) -> u32;
}

fn in_cell(counter: Rc<RefCell<dyn Counter>>) {
    let _ = HeapPlaced::new(counter);
    //~^ ERROR `Rc<RefCell<dyn Counter>>` is not a pointer to a trait object
}

fn in_lock(counter: &Arc<Mutex<dyn Counter>>) {
    let _ = HeapPlaced::new(counter);
    //~^ ERROR `&Arc<std::sync::Mutex<dyn Counter>>` is not a pointer to a trait object
}

fn as_the_help_says(counter: Rc<RefCell<dyn Counter>>) {
    let mut guard = counter.borrow_mut();
    let _ = HeapPlaced::new(&mut *guard);
}

fn main() {}
