//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// An implementation that, as it is called and before there is a future, calls back through its own
// binding, which it reaches by a raw pointer: the machine is the outer call's already, so the inner
// ones have memory of their own. They may be leaked waiting, be left running, and finish before or
// after the outer call; none of them is written over.

#![feature(inline_async_fn, inline_async)]

use std::cell::{Cell, RefCell};
use std::future::inline_async::{HeapPlaced, InlinePlace, ObjectPlace, Placed, placeable};
use std::mem::forget;
use std::pin::Pin;
use std::ptr;
use std::task::{Context, Poll, Waker};

#[placeable]
trait Work {
    inline async fn work(&self, depth: u32, room: [u32; 8]) -> u32;
}

type Call = Pin<Box<dyn Future<Output = u32>>>;

/// Calls back through the binding at an address.
type CallBack = unsafe fn(*const (), depth: u32) -> Call;

thread_local! {
    static BINDING: Cell<Option<(*const (), CallBack)>> = const { Cell::new(None) };
    /// The calls that were left running, the innermost first.
    static LEFT: RefCell<Vec<Call>> = const { RefCell::new(vec![]) };
}

struct Worker;

impl Work for Worker {
    fn work(&self, depth: u32, room: [u32; 8]) -> impl Future<Output = u32> {
        assert_eq!(room, [depth; 8]);
        if depth > 0 {
            let (binding, call_back) = BINDING.get().unwrap();
            // SAFETY: the binding is the one that this is a call on, which shares it.
            let call = |depth| unsafe { call_back(binding, depth) };
            forget(call(depth - 1));
            drop(call(depth - 1));
            let mut inner = call(depth - 1);
            assert!(poll(&mut inner).is_pending());
            LEFT.with_borrow_mut(|left| left.push(inner));
            let mut finished = call(0);
            assert!(poll(&mut finished).is_pending());
            assert_eq!(poll(&mut finished), Poll::Ready(0));
        }
        async move {
            let at = Cell::new(ptr::null::<()>());
            at.set((&raw const at).cast());
            let mut is_pending = true;
            std::future::poll_fn(|_| {
                if std::mem::take(&mut is_pending) { Poll::Pending } else { Poll::Ready(()) }
            })
            .await;
            // Where it was, and as it was.
            assert_eq!(at.get(), (&raw const at).cast());
            room.iter().sum()
        }
    }
}

fn poll(call: &mut Call) -> Poll<u32> {
    call.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

/// # Safety
///
/// `binding` must be such a binding, which outlives the call and is only shared until then.
unsafe fn call_back<P: ObjectPlace + 'static>(binding: *const (), depth: u32) -> Call {
    // SAFETY: the caller's promise.
    let binding = unsafe { &*binding.cast::<Placed<&'static dyn Work, P>>() };
    Box::pin(binding.work(depth, [depth; 8]))
}

fn check<P: ObjectPlace + 'static>(binding: Placed<&'static dyn Work, P>) {
    let address: *const () = (&raw const binding).cast();
    BINDING.set(Some((address, call_back::<P>)));
    for inner_first in [true, false] {
        // SAFETY: all calls are gone at the end of this.
        let mut outer = unsafe { call_back::<P>(address, 3) };
        assert!(poll(&mut outer).is_pending());
        let finish_inner = || {
            let left = LEFT.take();
            assert_eq!(left.len(), 3);
            for (depth, mut call) in (0..).zip(left) {
                assert_eq!(poll(&mut call), Poll::Ready(8 * depth));
            }
        };
        if inner_first {
            finish_inner();
        }
        assert_eq!(poll(&mut outer), Poll::Ready(24));
        if !inner_first {
            finish_inner();
        }
    }
}

fn main() {
    check(HeapPlaced::new(&Worker));
    static PLACE: InlinePlace<512> = InlinePlace::new();
    check(Placed::new_in(&Worker as &dyn Work, PLACE.take().unwrap()).unwrap());
}
