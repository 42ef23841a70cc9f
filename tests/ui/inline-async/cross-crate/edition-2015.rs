//@ run-pass
//@ edition: 2015
//@ aux-build: reader.rs

// A crate of an edition without `async` implements the trait with `impl Future` and polls calls.

extern crate reader;

use std::future::Future;
use std::task::{Context, Poll, Waker};

use reader::Reader;

struct Own(u8);

impl Reader for Own {
    type Error = ();
    fn read(&mut self, buffer: &mut [u8]) -> impl Future<Output = Result<usize, ()>> {
        buffer[0] = self.0;
        std::future::ready(Ok(1))
    }
}

fn main() {
    let mut own = Own(8);
    let mut buffer = [0; 2];
    {
        let object: &mut dyn Reader<Error = ()> = &mut own;
        let mut call = Box::pin(object.read(&mut buffer));
        let mut cx = Context::from_waker(Waker::noop());
        assert_eq!(call.as_mut().poll(&mut cx), Poll::Ready(Ok(1)));
    }
    assert_eq!(buffer, [8, 0]);
}
