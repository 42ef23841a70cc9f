//@ run-pass
//@ edition: 2024
//@ aux-build: every_way.rs

// A call that is done has dropped its future, left the machine idle, and given the object back,
// before its output is seen.

extern crate every_way;

use std::cell::Cell;
use std::rc::Rc;
use std::task::Poll;

use every_way::{Large, Make, Work, every_way, poll, suspend};

struct Worker(Rc<Cell<u32>>);

impl Work for Worker {
    async fn work(&mut self) -> u32 {
        let held = Rc::clone(&self.0);
        self.0.set(self.0.get() + 1);
        suspend().await;
        held.get()
    }
}

fn main() {
    let (small, large) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let check = |calls: &Rc<Cell<u32>>, way: &str, make: Make<'_>| {
        let before = calls.get();
        let mut call = make();
        assert_eq!(calls.get(), before, "{way}");
        assert_eq!(poll(&mut call), Poll::Pending, "{way}");
        assert_eq!(calls.get(), before + 1, "{way}");
        assert_eq!(Rc::strong_count(calls), 3, "{way}");
        assert_eq!(poll(&mut call), Poll::Ready(before + 1), "{way}");
        assert_eq!(Rc::strong_count(calls), 2, "{way}");
    };
    every_way(Worker(Rc::clone(&small)), |way, make| check(&small, way, make));
    every_way(Large(Worker(Rc::clone(&large))), |way, make| check(&large, way, make));
    assert_eq!((small.get(), large.get()), (12, 12));
    assert_eq!((Rc::strong_count(&small), Rc::strong_count(&large)), (1, 1));
}
