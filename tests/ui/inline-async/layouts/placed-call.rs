//@ run-pass
//@ edition: 2024

// A placed call is at most four words, whatever the machine's size, and a call on a binding, as the
// future of a method, fits the six words of a direct call together with its tag.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlace, HeapPlaced, InlinePlace, layout_for, placeable};
use std::pin::pin;

#[placeable]
trait Work {
    inline async fn exclusive(&mut self, first: [u64; 4], second: String) -> String;
    inline async fn shared(&self) -> u8;
}

struct Worker;

impl Work for Worker {
    async fn exclusive(&mut self, first: [u64; 4], second: String) -> String {
        let room = [0u8; 1000];
        std::future::ready(()).await;
        std::hint::black_box((first, room));
        second
    }

    async fn shared(&self) -> u8 {
        7
    }
}

type Binding<'a> = HeapPlaced<&'a mut dyn Work>;
const _: () = assert!(layout_for::<Binding<'static>, dyn Work>().size() <= size_of::<[usize; 6]>());
const _: () = assert!(layout_for::<Binding<'static>, dyn Work>().align() == align_of::<usize>());

fn small<F: Future + Unpin>(call: F) {
    assert!(size_of_val(&call) <= size_of::<[usize; 4]>());
}

fn main() {
    let object: &mut dyn Work = &mut Worker;
    let mut heap = HeapPlace::new();
    let place = pin!(InlinePlace::<2048>::new());
    small(object.exclusive([0; 4], String::new()).in_place(&mut heap).unwrap());
    small(object.shared().in_place(place).unwrap());
    let mut binding: Binding<'_> = HeapPlaced::new(object);
    small(binding.shared());
    small(binding.exclusive([0; 4], String::new()));
}
