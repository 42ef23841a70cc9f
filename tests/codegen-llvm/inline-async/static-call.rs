//! On a known type the method is an ordinary `async fn` of a trait: no machine, no start, nothing
//! of the feature is left in the code of a call.

//@ edition: 2024
//@ compile-flags: -Copt-level=3

#![crate_type = "lib"]
#![feature(inline_async_fn)]

use std::pin::{Pin, pin};
use std::task::{Context, Poll};

pub trait Read {
    inline async fn read(&mut self, n: usize) -> usize;
}

pub struct Reader(usize);

pub struct Wait(usize);

impl Future for Wait {
    type Output = usize;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<usize> {
        if self.0 == 0 { Poll::Pending } else { Poll::Ready(self.0) }
    }
}

impl Read for Reader {
    fn read(&mut self, n: usize) -> impl Future<Output = usize> {
        Wait(n + self.0)
    }
}

fn poll_once<R: Read>(reader: &mut R, n: usize, cx: &mut Context<'_>) -> bool {
    pin!(reader.read(n)).poll(cx).is_ready()
}

// CHECK-LABEL: @static_call
// CHECK-NOT: inline_async
// CHECK-NOT: call
// CHECK-NOT: invoke
// CHECK: icmp ne
// CHECK-NOT: inline_async
// CHECK: ret i1
#[unsafe(no_mangle)]
pub fn static_call(reader: &mut Reader, n: usize, cx: &mut Context<'_>) -> bool {
    poll_once(reader, n, cx)
}
