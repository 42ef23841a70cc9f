//! A call on a binding is one indirect call to the start and one to each poll. It allocates nothing
//! where the machine is idle. In order to poll no vtable is loaded from, and nothing is asked: a
//! call that is done has a poll of its own.

//@ edition: 2024
//@ compile-flags: -Copt-level=3 -Cpanic=abort

#![crate_type = "lib"]
#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{Bound, HeapPlace, InlineCall, Placed, PlacedCall, placeable};
use std::pin::Pin;
use std::task::{Context, Poll};

#[placeable]
pub trait Read {
    inline async fn read(&mut self, n: usize) -> usize;
}

type Binding<'a> = Placed<&'a mut dyn Read, HeapPlace>;

type Call<'a> =
    PlacedCall<InlineCall<&'a mut dyn Read, (usize,), usize>, Bound<&'a mut Binding<'a>>>;

// CHECK-LABEL: @poll
// CHECK-NOT: br {{.*}}
// CHECK: [[POLL:%[[:alnum:]._]*poll[[:alnum:]._]*]] = load ptr
// CHECK-NOT: br {{.*}}
// CHECK-NOT: __rust_alloc
// CHECK: call {{.*}} [[POLL]](
// CHECK-NOT: call {{[^@]*}} %{{[[:alnum:]._]+}}(
// CHECK: store atomic i64 0, {{.*}} monotonic
// CHECK: ret
#[unsafe(no_mangle)]
pub fn poll(call: &mut Call<'_>, cx: &mut Context<'_>) -> Poll<usize> {
    Pin::new(call).poll(cx)
}

// The start stands after the three words of every vtable. The machine is claimed first, without an
// atomic read-modify-write and without a barrier: the binding is borrowed mutably. What leaves the straight path is for a
// machine that a leaked call still has.

// CHECK-LABEL: @start
// CHECK-NOT: cmpxchg
// CHECK-NOT: __rust_alloc
// CHECK: load atomic i64, {{.*}} monotonic
// CHECK: store atomic i64 1, {{.*}} monotonic
// CHECK: [[ENTRY:%.*]] = getelementptr {{.*}}i8, ptr {{%.*}}, i64 24
// CHECK: [[START:%.*]] = load ptr, ptr [[ENTRY]]
// CHECK: call {{.*}} [[START]](
// CHECK-NOT: call {{[^@]*}} %{{[[:alnum:]._]+}}(
// CHECK: call {{.*}}::start_after_leak
// CHECK-NOT: call {{[^@]*}} %{{[[:alnum:]._]+}}(
// CHECK: ret
#[unsafe(no_mangle)]
pub fn start<'a>(binding: &'a mut Binding<'_>, n: usize) -> impl Future<Output = usize> + 'a {
    binding.read(n)
}
