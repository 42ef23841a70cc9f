//@ run-pass
//@ edition: 2024
//@ aux-build: hand.rs
//@ needs-threads

// A call is started and polled on one thread and dropped on another, cancelled or done: the future
// is dropped over there, and the machine is idle for the next call, wherever that is made.

#![feature(inline_async_fn, inline_async)]

extern crate hand;

use std::future::inline_async::{HeapPlace, HeapPlaced, InlinePlace, Placed, placeable};
use std::pin::{Pin, pin};
use std::sync::Mutex;
use std::thread::{self, ThreadId};

use hand::{poll, suspend};

#[placeable]
trait Work: Send + Sync {
    inline async fn exclusive(&mut self, large: [u8; 100]) -> u32;
    inline async fn shared(&self) -> u32;
}

#[placeable]
trait Ending: Send {
    inline async fn consume(self);
}

static DROPPED_ON: Mutex<Vec<ThreadId>> = Mutex::new(Vec::new());

struct Local;

impl Drop for Local {
    fn drop(&mut self) {
        DROPPED_ON.lock().unwrap().push(thread::current().id());
    }
}

struct Worker(u32);

impl Work for Worker {
    async fn exclusive(&mut self, large: [u8; 100]) -> u32 {
        let _local = Local;
        self.0 += u32::from(large[99]);
        suspend().await;
        self.0
    }

    async fn shared(&self) -> u32 {
        let _local = Local;
        suspend().await;
        self.0
    }
}

impl Ending for Worker {
    async fn consume(self) {
        let _local = Local;
        suspend().await;
    }
}

/// Polls once here and drops over there, having polled again if `finish`.
fn drop_elsewhere<F: Future + Send>(call: F, finish: bool) {
    let mut call = Box::pin(call);
    assert!(poll(call.as_mut()).is_pending());
    let elsewhere = thread::scope(|scope| {
        let thread = scope.spawn(move || {
            if finish {
                assert!(poll(call.as_mut()).is_ready());
            }
            drop(call);
            thread::current().id()
        });
        thread.join().unwrap()
    });
    assert_eq!(*DROPPED_ON.lock().unwrap(), [elsewhere]);
    DROPPED_ON.lock().unwrap().clear();
}

fn main() {
    let mut worker = Worker(0);
    let object: &mut dyn Work = &mut worker;
    let mut place = HeapPlace::new();
    let mut inline_place = pin!(InlinePlace::<512>::new());
    for finish in [false, true] {
        drop_elsewhere(object.exclusive([1; 100]), finish);
        drop_elsewhere(object.shared(), finish);
        drop_elsewhere(object.exclusive([1; 100]).in_place(&mut place).unwrap(), finish);
        let place = Pin::as_mut(&mut inline_place);
        drop_elsewhere(object.exclusive([1; 100]).in_place(place).unwrap(), finish);
        let place = Pin::as_mut(&mut inline_place);
        let mut binding = Placed::new_in(&mut *object, place).unwrap();
        drop_elsewhere(binding.exclusive([1; 100]), finish);
        // Two at once: the second has memory of its own, which the other thread frees.
        let mut first = binding.shared();
        assert!(poll(Pin::new(&mut first)).is_pending());
        drop_elsewhere(binding.shared(), finish);
        drop(first);
        DROPPED_ON.lock().unwrap().clear();
        let object: Box<dyn Ending> = Box::new(Worker(0));
        drop_elsewhere(HeapPlaced::new(object).consume(), finish);
    }
    assert_eq!(worker.0, 8);
}
