//@ run-pass
//@ edition: 2024
//@ aux-build: reader.rs
//@ aux-build: decorator.rs
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A trait of one crate, implemented in that crate and in a second, is called on objects made in
// either of them and in a third, which needs no feature for it.

extern crate decorator;
extern crate reader;

use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use decorator::PlusOne;
use reader::{Bytes, Reader};

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

struct Own(u8);

impl Reader for Own {
    type Error = ();
    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, ()> {
        self.0 = self.0.checked_sub(1).ok_or(())?;
        buffer.fill(self.0);
        Ok(buffer.len())
    }
}

type Object<'a> = dyn Reader<Error = ()> + 'a;

fn main() {
    let object: &mut Object<'_> = &mut Bytes(&[1, 2, 3, 4, 5]);
    assert_eq!(block_on(reader::first(object)), Some(1));
    assert_eq!(block_on(object.read_all(2)).unwrap(), [2, 3, 4, 5]);

    let object: &mut Object<'_> = &mut Own(3);
    assert_eq!(block_on(object.read_all(4)).unwrap(), [2; 4]);
    assert_eq!(block_on(decorator::two(object)), 2);
    assert_eq!(block_on(reader::first(object)), Some(0));
    assert!(block_on(object.read_all(1)).is_err());
    assert_eq!(object.name(), "reader");

    let mut boxed = decorator::decorate(reader::boxed(b"abc"));
    assert_eq!(boxed.name(), "box of box of reader plus one");
    assert_eq!(block_on(boxed.read_all(9)).unwrap(), b"bcd");

    let mut boxed: Box<Object<'_>> = Box::new(PlusOne(PlusOne(Bytes(b"abcdef"))));
    assert_eq!(block_on(reader::first(&mut *boxed)), Some(b'c'));
    assert_eq!(block_on(decorator::two(&mut *boxed)), 2);
    assert_eq!(block_on(reader::count(&mut Bytes(b"abcdef"))), 6);

    let rc: Rc<Object<'_>> = Rc::new(PlusOne(Own(0)));
    let other = rc.clone();
    assert_eq!(block_on(rc.shared()), 2);
    assert_eq!(block_on(other.shared()), 1);
}
