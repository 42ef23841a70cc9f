//@ run-pass
//@ edition: 2024

// A placed call is at most four words, and one that a binding has made three, whatever the machine's
// size and the arguments: those wait in the place. As the future of a method it fits a direct call, and
// the machine of a binding has no more in it than what waits.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlace, HeapPlaced, InlinePlace, layout_for, placeable};
use std::pin::pin;

#[placeable]
trait Work {
    inline async fn exclusive(&mut self, first: [usize; 4], second: String) -> String;
    inline async fn shared(&self) -> u8;
}

struct Worker;

impl Work for Worker {
    async fn exclusive(&mut self, first: [usize; 4], second: String) -> String {
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

/// Tag, receiver, and the arguments of `exclusive`.
type Waiting = (usize, usize, [usize; 4], String);
const _: () = assert!(layout_for::<Binding<'static>, dyn Work>().size() <= size_of::<Waiting>());
const _: () = assert!(layout_for::<Binding<'static>, dyn Work>().align() == align_of::<usize>());

fn small<const WORDS: usize, F: Future + Unpin>(call: F) {
    assert!(size_of_val(&call) <= size_of::<[usize; WORDS]>());
}

fn main() {
    let object: &mut dyn Work = &mut Worker;
    let mut heap = HeapPlace::new();
    let place = pin!(InlinePlace::<2048>::new());
    small::<4, _>(object.exclusive([0; 4], String::new()).in_place(&mut heap).unwrap());
    small::<4, _>(object.shared().in_place(place).unwrap());
    let mut binding: Binding<'_> = HeapPlaced::new(object);
    small::<3, _>(binding.shared());
    small::<2, _>(binding.exclusive([0; 4], String::new()));
}
