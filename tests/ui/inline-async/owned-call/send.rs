//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally
//@ needs-threads

// A call that owns its binding goes to another thread where binding and arguments do, and goes on
// there.

#![feature(allocator_api, inline_async_fn, inline_async)]

use std::alloc::Global;
use std::future::inline_async::{HeapPlaced, OwnedCall, Placed};
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::thread;

trait Count {
    inline async fn next(&mut self, step: u32) -> u32;
    inline async fn now(&self, plus: u32) -> u32;
}

struct UpFrom(u32);

async fn suspend() {
    let mut first = true;
    poll_fn(|_| if std::mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await
}

impl Count for UpFrom {
    async fn next(&mut self, step: u32) -> u32 {
        suspend().await;
        self.0 += step;
        self.0
    }

    async fn now(&self, plus: u32) -> u32 {
        suspend().await;
        self.0 + plus
    }
}

fn poll<F: Future + Unpin>(call: &mut F) -> Poll<F::Output> {
    Pin::new(call).poll(&mut Context::from_waker(Waker::noop()))
}

fn on_other_thread<F: Future<Output: Send> + Unpin + Send>(mut call: F) -> F::Output {
    assert!(poll(&mut call).is_pending());
    thread::scope(|scope| {
        let poll = || match poll(&mut call) {
            Poll::Ready(output) => output,
            Poll::Pending => unreachable!("it suspends once"),
        };
        scope.spawn(poll).join().unwrap()
    })
}

type Next = OwnedCall<Box<dyn Count + Send>, Global, (u32,), u32>;
type Now = OwnedCall<Arc<dyn Count + Send + Sync>, Global, (u32,), u32, &'static ()>;

fn main() {
    let count: HeapPlaced<Box<dyn Count + Send>> = HeapPlaced::new(Box::new(UpFrom(1)));
    let call: Next = Placed::into_call(count, |count| count.next(2));
    let (count, output) = on_other_thread(call);
    assert_eq!(output, 3);
    let (_, output) = on_other_thread(Placed::into_call(count, |count| count.next(2)));
    assert_eq!(output, 5);

    let count: HeapPlaced<Arc<dyn Count + Send + Sync>> = HeapPlaced::new(Arc::new(UpFrom(1)));
    let call: Now = Placed::into_shared_call(count, |count| count.now(20));
    let (_, output) = on_other_thread(call);
    assert_eq!(output, 21);

    // It borrows what its binding borrows.
    let mut count = UpFrom(3);
    let binding = HeapPlaced::new(&mut count as &mut (dyn Count + Send));
    let (_, output) = on_other_thread(Placed::into_call(binding, |count| count.next(1)));
    assert_eq!((output, count.0), (4, 4));
}
