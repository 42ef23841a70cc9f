//@ run-pass
//@ edition: 2024

// The machine's size is known in const contexts: it sizes arrays and places, in generic code too.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]
#![allow(dead_code)]

use std::future::inline_async::{InlineCoroutine, InlinePlace, layout_for, layout_of_val};
use std::pin::pin;

trait Work<T> {
    inline async fn work(&mut self, with: T) -> T;
}

trait Sub: Work<u8> + Work<u64> {
    inline async fn more(&mut self);
}

struct Worker<const ROOM: usize>;

impl<T, const ROOM: usize> Work<T> for Worker<ROOM> {
    async fn work(&mut self, with: T) -> T {
        let room = [0u8; ROOM];
        std::future::ready(()).await;
        std::hint::black_box(room);
        with
    }
}

impl<const ROOM: usize> Sub for Worker<ROOM> {
    async fn more(&mut self) {}
}

const SMALL: usize = size_of::<InlineCoroutine<Worker<8>, dyn Work<u64>>>();
static BYTES: [u8; SMALL] = [0; SMALL];

struct Sizes<const ROOM: usize>;

impl<const ROOM: usize> Sizes<ROOM> {
    const SUB: usize = size_of::<InlineCoroutine<Worker<ROOM>, dyn Sub>>();
    const SUPER: usize = layout_for::<Worker<ROOM>, dyn Work<u64>>().size();
    // A machine of the subtrait has room for the supertraits' methods.
    const OK: () = assert!(Self::SUB >= Self::SUPER && Self::SUPER > ROOM);
}

fn main() {
    assert_eq!(BYTES.len(), layout_of_val(&Worker::<8> as &dyn Work<u64>).size());
    let () = (Sizes::<0>::OK, Sizes::<1000>::OK).0;
    assert_eq!(Sizes::<100>::SUB, layout_of_val(&Worker::<100> as &dyn Sub).size());

    let place = pin!(InlinePlace::<{ Sizes::<100>::SUB }>::new());
    let object: &mut dyn Sub = &mut Worker::<100>;
    assert!(Work::<u64>::work(object, 7).in_place(place).is_ok());
    // One byte less will not do.
    let place = pin!(InlinePlace::<{ Sizes::<100>::SUPER - 1 }>::new());
    let object: &mut dyn Work<u64> = &mut Worker::<100>;
    assert!(object.work(7).in_place(place).is_err());
}
