//@ run-pass
//@ edition: 2021
//@ aux-build: declares.rs

// Each argument is stored once too where the trait is of another crate, and the crate that
// implements it knows nothing of the feature: in its own bodies, and in the default bodies that it
// takes from there.

extern crate declares;

use std::future::{Future, ready};
use std::mem::{size_of, size_of_val};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use declares::{LENGTH, Methods, Words};

struct It(usize);

impl Methods for It {
    fn own(&self) -> usize {
        self.0
    }

    async fn required(&self, words: Words) -> usize {
        ready(()).await;
        self.0 + words[3]
    }
}

fn output(future: impl Future<Output = usize>) -> usize {
    assert!(size_of_val(&future) < 2 * size_of::<Words>());
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("is never pending"),
    }
}

fn main() {
    let it = It(2);
    assert_eq!(output(it.required([5; LENGTH])), 7);
    assert_eq!(output(it.provided([6; LENGTH])), 8);
}
