//@ run-pass
//@ edition: 2024
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// A heap place in which a running call was leaked lets that memory go for ever and reserves other
// memory for the next call; so the future that was leaked stays what it was.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlace, HeapPlaced, placeable};
use std::future::pending;
use std::mem::forget;
use std::pin::Pin;
use std::task::{Context, Waker};

#[placeable]
trait Work {
    inline async fn work(&mut self, at: &mut *const [u32; 16]);
}

struct Worker;

impl Work for Worker {
    async fn work(&mut self, at: &mut *const [u32; 16]) {
        let local = [0xabcd; 16];
        *at = &raw const local;
        pending::<()>().await;
        std::hint::black_box(local);
    }
}

fn leak(mut call: impl Future<Output = ()> + Unpin) {
    assert!(Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop())).is_pending());
    forget(call);
}

fn main() {
    let object: &mut dyn Work = &mut Worker;
    let mut at = [std::ptr::null(); 5];

    let mut place = HeapPlace::new();
    leak(object.work(&mut at[0]).in_place(&mut place).unwrap());
    leak(object.work(&mut at[1]).in_place(&mut place).unwrap());
    leak(object.work(&mut at[2]).in_place(place).unwrap());

    // A binding's later calls do without its machine, and its place is dropped with it.
    let mut binding = HeapPlaced::new(object);
    leak(binding.work(&mut at[3]));
    leak(binding.work(&mut at[4]));
    drop(binding);

    for i in 0..at.len() {
        // SAFETY: a pinned future that was leaked is there for ever.
        assert_eq!(unsafe { *at[i] }, [0xabcd; 16]);
        assert!(!at[..i].contains(&at[i]));
    }
}
