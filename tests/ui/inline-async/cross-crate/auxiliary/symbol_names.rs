//@ edition: 2024

#![feature(inline_async_fn, linkage)]

use std::pin::pin;
use std::task::{Context, Poll, Waker};

pub trait Tr {
    fn size(&self) -> u64;

    #[linkage = "weak"]
    #[unsafe(export_name = "inline_async_symbol_names_exported")]
    inline async fn exported(&self, a: u64, b: &str) -> u64 {
        self.size() + a + b.len() as u64
    }

    #[linkage = "weak"]
    #[unsafe(export_name = "inline_async_symbol_names_own")]
    inline async fn own(&self, a: [u64; 3]) -> u64 {
        a[0]
    }
}

pub struct Small;

impl Tr for Small {
    fn size(&self) -> u64 {
        1
    }
    async fn own(&self, a: [u64; 3]) -> u64 {
        1 + a[1]
    }
}

pub fn small() -> &'static dyn Tr {
    &Small
}

pub fn poll<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!(),
    }
}

pub fn all(object: &dyn Tr) -> [u64; 2] {
    [poll(object.exported(2, "abcd")), poll(object.own([2; 3]))]
}
