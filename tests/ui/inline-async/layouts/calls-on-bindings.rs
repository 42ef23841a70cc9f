//@ run-pass
//@ edition: 2024

// A binding is its pointer, a word and its place. A call on it is two words where it borrows the
// binding mutably, three where it shares it, and what it has consumed and three words else: whatever
// the arguments.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{BoundCall, HeapPlaced, InlinePlace, MoveRef, Placed, move_ref};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;

trait Tr {
    inline async fn exclusive(&mut self, bytes: [u8; 1000]) -> [u8; 1000];
    inline async fn shared(&self, bytes: [u8; 1000]) -> [u8; 1000];
    inline async fn pinned(self: Pin<&mut Self>, bytes: [u8; 1000]);
    inline async fn pinned_shared(self: Pin<&Self>, bytes: [u8; 1000]);
    inline async fn counted(self: Arc<Self>, bytes: [u8; 1000]);
    inline async fn boxed(self: Box<Self>, bytes: [u8; 1000]);
}

trait Owned {
    inline async fn consume(self, bytes: [u8; 1000]) -> [u8; 1000];
}

struct It;

impl Tr for It {
    async fn exclusive(&mut self, bytes: [u8; 1000]) -> [u8; 1000] {
        bytes
    }
    async fn shared(&self, bytes: [u8; 1000]) -> [u8; 1000] {
        bytes
    }
    async fn pinned(self: Pin<&mut Self>, _: [u8; 1000]) {}
    async fn pinned_shared(self: Pin<&Self>, _: [u8; 1000]) {}
    async fn counted(self: Arc<Self>, _: [u8; 1000]) {}
    async fn boxed(self: Box<Self>, _: [u8; 1000]) {}
}

impl Owned for It {
    async fn consume(self, bytes: [u8; 1000]) -> [u8; 1000] {
        bytes
    }
}

fn words<T>(_: &T) -> usize {
    assert_eq!(size_of::<T>() % size_of::<usize>(), 0);
    size_of::<T>() / size_of::<usize>()
}

const BYTES: [u8; 1000] = [7; 1000];

fn main() {
    let mut object = It;
    let place = pin!(InlinePlace::<2048>::new());
    let mut binding = Placed::new_in(&mut object as &mut dyn Tr, place).ok().unwrap();
    assert_eq!(words(&binding), 4);
    assert_eq!(words(&binding.exclusive(BYTES)), 2);
    assert_eq!(words(&binding.shared(BYTES)), 3);

    let boxed: Box<dyn Tr> = Box::new(It);
    let binding: HeapPlaced<Box<dyn Tr>> = HeapPlaced::new(boxed);
    assert_eq!(words(&binding), 3);
    assert_eq!(words(&binding.boxed(BYTES)), 2 + 3);

    let mut binding = HeapPlaced::new(Box::pin(It) as Pin<Box<dyn Tr>>);
    assert_eq!(words(&binding.pinned(BYTES)), 2);
    assert_eq!(words(&binding.pinned_shared(BYTES)), 3);

    let binding = HeapPlaced::new(Arc::new(It) as Arc<dyn Tr>);
    assert_eq!(words(&binding.shared(BYTES)), 3);
    assert_eq!(words(&binding.counted(BYTES)), 2 + 3);
    assert_eq!(words(&HeapPlaced::new(Rc::new(It) as Rc<dyn Tr>)), 3);

    let owned: MoveRef<'_, dyn Owned> = move_ref!(It);
    let place = pin!(InlinePlace::<2048>::new());
    let binding = Placed::new_in(owned, place).ok().unwrap();
    // What is consumed are a pointer of two words and a place of one.
    let call: BoundCall<Placed<MoveRef<'_, dyn Owned>, _>, ([u8; 1000],), [u8; 1000]> =
        binding.consume(BYTES);
    assert_eq!(words(&call), 2 + 1 + 3);
}
