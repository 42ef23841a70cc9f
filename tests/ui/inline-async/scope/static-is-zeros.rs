//@ run-pass
//@ edition: 2024
//@ ignore-backends: cranelift
//@ ignore-wasm (a program does not know its file)

// A fresh arena is all zeros: in a static it takes no room in the file of the program, only in memory.
// (Cranelift writes zeros as it writes other bytes.)

#![feature(inline_async)]
#![forbid(unsafe_code)]

use std::env;
use std::fs;
use std::future::inline_async::{Arena, within};
use std::future::ready;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

const SIZE: usize = 64 << 20;

static ARENA: Arena<SIZE> = Arena::new();

fn main() {
    let file = fs::metadata(env::current_exe().unwrap()).unwrap();
    assert!(file.len() < SIZE as u64 / 2, "{} bytes", file.len());

    let future = pin!(within(ARENA.take().unwrap(), ready(7)));
    assert_eq!(future.poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(7));
}
