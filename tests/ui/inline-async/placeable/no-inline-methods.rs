//@ run-pass
//@ edition: 2024

// A trait without inline async methods is placeable too. Patterns, `mut`, `unsafe` and `extern` of
// its methods carry over.

#![feature(inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

#[placeable]
trait Device {
    unsafe fn write(&mut self, at: *mut u8, value: u8);
    extern "C" fn status(&self, mask: u8) -> u8;
    unsafe extern "C" fn raw(&mut self, _: u8, _: u8) -> u8;
    fn pair(&self, (a, b): (u8, u8)) -> u8 {
        a + b
    }
    fn nothing(&self) {}
}

struct Port(u8);

impl Device for Port {
    unsafe fn write(&mut self, at: *mut u8, value: u8) {
        // SAFETY: the caller passes a valid pointer.
        unsafe { at.write(value) }
        self.0 = value;
    }
    extern "C" fn status(&self, mask: u8) -> u8 {
        self.0 & mask
    }
    unsafe extern "C" fn raw(&mut self, a: u8, b: u8) -> u8 {
        a - b
    }
}

fn main() {
    let object: Box<dyn Device> = Box::new(Port(0));
    let mut binding = HeapPlaced::new(object);
    let mut byte = 0;
    // SAFETY: the pointer is valid.
    unsafe { binding.write(&mut byte, 0b101) };
    assert_eq!(byte, 0b101);
    assert_eq!(binding.status(0b110), 0b100);
    // SAFETY: `Port::raw` asks for nothing.
    assert_eq!(unsafe { binding.raw(3, 1) }, 2);
    assert_eq!(binding.pair((3, 4)), 7);
    binding.nothing();
    block_on(async {});
}
