//@ run-pass
//@ edition: 2024

// A heap place whose allocator has no memory left is an error; the call comes back and the place
// is as it was.

#![feature(inline_async_fn, inline_async, allocator_api)]

use std::alloc::{AllocError, Allocator, Global, Layout};
use std::future::inline_async::{HeapPlace, Placed, layout_for};
use std::pin::Pin;
use std::ptr::NonNull;
use std::task::{Context, Poll, Waker};

struct Upto(usize);

// SAFETY: all is forwarded to `Global`.
unsafe impl Allocator for Upto {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        if layout.size() > self.0 { Err(AllocError) } else { Global.allocate(layout) }
    }

    unsafe fn deallocate(&self, memory: NonNull<u8>, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { Global.deallocate(memory, layout) }
    }
}

trait Work {
    inline async fn work(&self) -> usize;
}

struct Worker<const ROOM: usize>;

impl<const ROOM: usize> Work for Worker<ROOM> {
    async fn work(&self) -> usize {
        let room = [1u8; ROOM];
        std::future::ready(()).await;
        room.len()
    }
}

fn main() {
    let mut place = HeapPlace::new_in(Upto(500));
    let (small, large) = (&Worker::<100> as &dyn Work, &Worker::<1000> as &dyn Work);
    for _ in 0..2 {
        let mut call = small.work().in_place(&mut place).unwrap();
        let poll = Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(poll, Poll::Ready(100));
        drop(call);

        let error = large.work().in_place(&mut place).unwrap_err();
        assert_eq!(error.required(), layout_for::<Worker<1000>, dyn Work>());
        assert!(error.to_string().ends_with("the allocator of the place has no memory left"));
        let (call, _place) = error.into_inner();
        assert!(call.in_place(HeapPlace::new()).is_ok());
    }
    assert!(Placed::new_in(large, &mut place).is_err());
    assert!(Placed::new_in(small, &mut place).is_ok());
}
