//@ run-pass
//@ edition: 2024
//@ only-linux
//@ ignore-backends: cranelift
//@ no-prefer-dynamic
//@ compile-flags: -Zvirtual-function-elimination -Clto=fat -Copt-level=3 -Cpanic=abort

// Under virtual function elimination the starts that calls load stay in the vtables, and so do the
// machine's size and align, whichever methods are never called. Supertraits and plain methods too.
// (No program with `std` survives that mode, not even an empty one.)

#![feature(inline_async_fn, inline_async)]
#![no_std]
#![no_main]

use core::future::inline_async::InlinePlace;
use core::hint::black_box;
use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker};

#[link(name = "c")]
unsafe extern "C" {
    safe fn abort() -> !;
}

#[panic_handler]
fn panicked(_: &core::panic::PanicInfo<'_>) -> ! {
    abort()
}

// What a sanitizer adds to a function is there for one that unwinds, too.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

fn finish<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => abort(),
    }
}

async fn suspend() {
    core::future::ready(()).await
}

trait Super {
    #[allow(dead_code)]
    inline async fn never_called(&mut self) -> u64;
    inline async fn of_super(&self, n: u64) -> u64;
}

trait Tr: Super {
    inline async fn called(&mut self, bytes: [u8; 90]) -> u64;
    #[allow(dead_code)]
    inline async fn never_called_either(&self);
    fn plain(&self) -> u64;
}

impl Super for u64 {
    async fn never_called(&mut self) -> u64 {
        *self
    }

    async fn of_super(&self, n: u64) -> u64 {
        suspend().await;
        *self + n
    }
}

impl Tr for u64 {
    async fn called(&mut self, bytes: [u8; 90]) -> u64 {
        suspend().await;
        *self += 1;
        bytes.iter().map(|byte| u64::from(*byte)).sum::<u64>() + *self
    }

    async fn never_called_either(&self) {}

    fn plain(&self) -> u64 {
        *self * 2
    }
}

#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    let mut number = 5_u64;
    let object: &mut dyn Tr = black_box(&mut number);
    // The slot says how much room the machine needs: more than a call has by itself.
    let mut place = pin!(InlinePlace::<512>::new());
    let Ok(call) = object.called([1; 90]).in_place(Pin::as_mut(&mut place)) else { return 1 };
    if finish(call) != 96 {
        return 2;
    }
    let Ok(call) = object.of_super(1).in_place(Pin::as_mut(&mut place)) else { return 3 };
    if finish(call) != 7 || object.plain() != 12 {
        return 4;
    }
    let object: &dyn Super = black_box(object);
    let Ok(call) = object.of_super(2).in_place(place) else { return 5 };
    if finish(call) != 8 {
        return 6;
    }
    0
}
