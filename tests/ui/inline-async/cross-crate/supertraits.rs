//@ run-pass
//@ edition: 2024
//@ aux-build: reader.rs
//@ aux-build: sub.rs

// Supertraits in other crates than their subtrait, and the implementation in a third: all agree
// on where the layout slots stand.

#![feature(inline_async)]

extern crate reader;
extern crate sub;

use std::future::inline_async::{layout_for, layout_of_val};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use reader::Reader;
use sub::{Both, Other};

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
        buffer.fill(self.0);
        Ok(buffer.len())
    }
}

impl Other for Own {
    async fn other(&self) -> &'static str {
        let bytes = [self.0; 100];
        std::future::ready(()).await;
        if bytes[99] == 3 { "three" } else { "other" }
    }
}

impl Both for Own {}

fn main() {
    let object: &mut dyn Both = &mut Own(3);
    assert_eq!(block_on(object.both()), "three 4");
    assert_eq!(block_on(object.other()), "three");
    assert_eq!(block_on(reader::first(object)), Some(3));
    assert_eq!(layout_of_val(object), layout_for::<Own, dyn Both>());
    assert_eq!(block_on((&*object as &dyn Other).other()), "three");
    assert_eq!(layout_of_val(&*object as &dyn Other), layout_for::<Own, dyn Other>());
    let object: &mut dyn Reader<Error = ()> = object;
    assert_eq!(block_on(object.read_all(3)).unwrap(), [3; 4]);
    assert_eq!(layout_of_val(object), layout_for::<Own, dyn Reader<Error = ()>>());
}
