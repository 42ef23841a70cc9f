//@ edition: 2024

// Calls and bindings implement no auto trait by their fields other than `Send` and `Sync`. A call is
// never `Unpin`; one that runs in a place always is.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlace, HeapPlaced, InlineCall, PlacedCall};
use std::panic::{RefUnwindSafe, UnwindSafe};

trait Tr {
    inline async fn m(&mut self);
}

fn unpin<T: Unpin>() {}
fn unwind_safe<T: UnwindSafe>() {}
fn ref_unwind_safe<T: RefUnwindSafe>() {}

type Object = dyn Tr + Send + Sync + UnwindSafe + RefUnwindSafe;
type Call = InlineCall<&'static Object, (), ()>;

fn main() {
    unpin::<Call>(); //~ ERROR `InlineCall<&'static
    unpin::<PlacedCall<Call, HeapPlace>>();
    unpin::<HeapPlaced<&'static Object>>();
    unwind_safe::<Call>(); //~ ERROR the type `InlineCall<
    unwind_safe::<PlacedCall<Call, HeapPlace>>(); //~ ERROR the type `PlacedCall<
    unwind_safe::<HeapPlaced<&'static Object>>(); //~ ERROR the type `Placed<
    ref_unwind_safe::<Call>(); //~ ERROR the type `InlineCall<
    ref_unwind_safe::<PlacedCall<Call, HeapPlace>>(); //~ ERROR the type `PlacedCall<
    ref_unwind_safe::<HeapPlaced<&'static Object>>(); //~ ERROR the type `Placed<
}
