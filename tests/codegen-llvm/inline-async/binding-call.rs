//! A call on a binding is one indirect call to the `run` of its method in each poll. Making it calls
//! nothing and allocates nothing: receiver and arguments are written where they wait. In order to poll no
//! vtable is loaded from, and nothing is asked: a call that is done has a table of its own.

//@ edition: 2024
//@ compile-flags: -Copt-level=3 -Cpanic=abort

#![crate_type = "lib"]
#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{BoundCall, HeapPlace, Placed};
use std::pin::Pin;
use std::task::{Context, Poll};

pub trait Read {
    inline async fn read(&mut self, n: usize) -> usize;
}

type Binding<'a> = Placed<&'a mut dyn Read, HeapPlace>;

type Call<'a> = BoundCall<&'a mut Binding<'a>, (usize,), usize>;

// The entry stands after the three words of every vtable. The tag is looked at, without an atomic
// read-modify-write and without a barrier, and not written: the binding is borrowed mutably. What
// leaves the straight path is for a machine that a leaked call still has.

// CHECK-LABEL: @call
// CHECK-NOT: cmpxchg
// CHECK-NOT: __rust_alloc
// CHECK-NOT: store atomic
// CHECK-NOT: call {{[^@]*}} %{{[[:alnum:]._]+}}(
// CHECK: load atomic i64, {{.*}} monotonic
// CHECK-NOT: cmpxchg
// CHECK-NOT: store atomic
// CHECK-NOT: call {{[^@]*}} %{{[[:alnum:]._]+}}(
// CHECK: ret
#[unsafe(no_mangle)]
pub fn call<'a>(binding: &'a mut Binding<'_>, n: usize) -> impl Future<Output = usize> + 'a {
    binding.read(n)
}

// CHECK-LABEL: @poll
// CHECK-NOT: br {{.*}}
// CHECK: [[TABLE:%table[[:alnum:]._]*]] = load ptr
// CHECK: [[RUN:%[[:alnum:]._]*]] = load ptr, ptr [[TABLE]]
// CHECK-NOT: br {{.*}}
// CHECK-NOT: __rust_alloc
// CHECK: call {{.*}} [[RUN]](
// CHECK-NOT: call {{[^@]*}} %{{[[:alnum:]._]+}}(
// CHECK: store atomic i64 0, {{.*}} monotonic
// CHECK: ret
#[unsafe(no_mangle)]
pub fn poll(call: &mut Call<'_>, cx: &mut Context<'_>) -> Poll<usize> {
    Pin::new(call).poll(cx)
}
