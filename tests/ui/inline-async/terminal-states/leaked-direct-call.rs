//@ run-pass
//@ edition: 2024
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// A direct call that is leaked while it is running keeps its future where it is, in the call if
// that was pinned for ever, else on the allocator.

#![feature(inline_async_fn)]

use std::future::pending;
use std::mem::forget;
use std::task::{Context, Waker};

trait Work {
    inline async fn work(&self, at: &mut *const u32);
}

struct Worker<const ROOM: usize>;

impl<const ROOM: usize> Work for Worker<ROOM> {
    async fn work(&self, at: &mut *const u32) {
        let (local, room) = (0xabcd, [0u8; ROOM]);
        *at = &raw const local;
        pending::<()>().await;
        std::hint::black_box((local, room));
    }
}

fn main() {
    let mut at = [std::ptr::null(); 8];
    for (i, at) in at.iter_mut().enumerate() {
        let object: &dyn Work = if i % 2 == 0 { &Worker::<0> } else { &Worker::<300> };
        let mut call = Box::pin(object.work(at));
        assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        forget(call);
    }
    for i in 0..at.len() {
        // SAFETY: a pinned future that was leaked is there for ever.
        assert_eq!(unsafe { *at[i] }, 0xabcd);
        assert!(!at[..i].contains(&at[i]));
    }
}
