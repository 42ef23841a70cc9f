//@ run-pass
//@ edition: 2024

// A direct call that is dropped before its first poll drops receiver and arguments, once, and
// nothing else: nothing of the implementation has run.

#![feature(inline_async_fn)]

use std::cell::Cell;
use std::rc::Rc;

trait Work {
    inline async fn owned(self: Box<Self>, argument: Rc<()>, other: String);
    inline async fn borrowed(&mut self, argument: Rc<()>);
}

struct Worker<'a>(#[allow(dead_code)] Rc<()>, &'a Cell<u32>);

impl Work for Worker<'_> {
    fn owned(self: Box<Self>, _argument: Rc<()>, _other: String) -> impl Future<Output = ()> {
        self.1.set(self.1.get() + 1);
        async {}
    }

    fn borrowed(&mut self, _argument: Rc<()>) -> impl Future<Output = ()> {
        self.1.set(self.1.get() + 1);
        async {}
    }
}

fn main() {
    let (receiver, argument, runs) = (Rc::new(()), Rc::new(()), Cell::new(0));
    let object: Box<dyn Work + '_> = Box::new(Worker(Rc::clone(&receiver), &runs));
    let call = object.owned(Rc::clone(&argument), "other".to_string());
    assert_eq!((Rc::strong_count(&receiver), Rc::strong_count(&argument)), (2, 2));
    drop(call);
    assert_eq!((Rc::strong_count(&receiver), Rc::strong_count(&argument)), (1, 1));

    let mut worker = Worker(Rc::clone(&receiver), &runs);
    let object: &mut dyn Work = &mut worker;
    drop(object.borrowed(Rc::clone(&argument)));
    // The object is free again.
    drop(object.borrowed(Rc::clone(&argument)));
    drop(worker);
    assert_eq!((Rc::strong_count(&receiver), Rc::strong_count(&argument)), (1, 1));
    assert_eq!(runs.get(), 0);
}
