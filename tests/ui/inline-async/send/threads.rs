//@ run-pass
//@ edition: 2024
//@ needs-threads

// Calls in every kind of place, and bindings, move between threads while they run.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlace, HeapPlaced, InlinePlace, MoveRef, Placed, move_ref, placeable};
use std::future::poll_fn;
use std::mem::replace;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::thread;

#[placeable]
trait Counter: Send + Sync {
    inline async fn add(&mut self, n: u32) -> u32;
    inline async fn get(&self) -> u32;
}

#[placeable]
trait Ending: Counter {
    inline async fn end(self) -> u32;
}

struct Large(u32, [u8; 200]);

impl Counter for Large {
    async fn add(&mut self, n: u32) -> u32 {
        let room = [1u8; 100];
        suspend().await;
        self.0 += n + u32::from(room[7]) - 1;
        suspend().await;
        self.0
    }

    async fn get(&self) -> u32 {
        suspend().await;
        suspend().await;
        self.0
    }
}

impl Ending for Large {
    async fn end(self) -> u32 {
        suspend().await;
        suspend().await;
        self.0 + u32::from(self.1[0])
    }
}

async fn suspend() {
    let mut done = false;
    poll_fn(|_| if replace(&mut done, true) { Poll::Ready(()) } else { Poll::Pending }).await
}

/// Polls a call on three threads, one poll on each.
fn on_three_threads<F: Future<Output = u32> + Send>(mut call: Pin<&mut F>) -> u32 {
    let mut poll = || {
        let mut poll = || call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        thread::scope(|scope| scope.spawn(&mut poll).join().unwrap())
    };
    assert!(poll().is_pending());
    assert!(poll().is_pending());
    match poll() {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("three polls are enough"),
    }
}

fn main() {
    let mut large = Large(0, [0; 200]);
    let object: &mut dyn Counter = &mut large;
    assert_eq!(on_three_threads(pin!(object.add(1))), 1);
    let mut place = HeapPlace::new();
    assert_eq!(on_three_threads(pin!(object.add(1).in_place(&mut place).unwrap())), 2);
    let place = pin!(InlinePlace::<512>::new());
    assert_eq!(on_three_threads(pin!(object.add(1).in_place(place).unwrap())), 3);
    let mut binding = HeapPlaced::new(object);
    assert_eq!(on_three_threads(pin!(binding.add(1))), 4);

    // Shared calls on one binding, from several threads at once.
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(on_three_threads(pin!(binding.get())), 4));
        }
    });

    // A binding is sent and consumed elsewhere.
    let object: Box<dyn Ending> = Box::new(Large(5, [1; 200]));
    let binding = HeapPlaced::new(object);
    let output = thread::spawn(move || on_three_threads(pin!(binding.end()))).join().unwrap();
    assert_eq!(output, 6);

    let object: MoveRef<'_, dyn Ending> = move_ref!(Large(6, [1; 200]));
    let binding = Placed::new_in(object, HeapPlace::new()).unwrap();
    let call = binding.end();
    thread::scope(|scope| {
        let output = scope.spawn(move || on_three_threads(pin!(call))).join().unwrap();
        assert_eq!(output, 7);
    });

    let shared: Arc<dyn Counter> = Arc::new(Large(8, [1; 200]));
    let handles: Vec<_> = (0..4)
        .map(|_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || on_three_threads(pin!(shared.get())))
        })
        .collect();
    for handle in handles {
        assert_eq!(handle.join().unwrap(), 8);
    }
}
