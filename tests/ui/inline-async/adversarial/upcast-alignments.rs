//@ run-pass
//@ edition: 2024
//@ aux-build: hand.rs

// A machine that was reserved through `dyn Sub` runs the methods of `dyn Super` too, though its
// alignment, and with that where another future begins, is that of the most aligned method of all.
// Calls through the view that was upcast have machines of `dyn Super`.

#![feature(inline_async_fn, inline_async)]

extern crate hand;

use std::future::inline_async::{
    HeapPlace, HeapPlaced, InlinePlace, Placed, layout_of_val, placeable,
};
use std::pin::{Pin, pin};

use hand::{block_on, poll, suspend};

#[repr(align(16))]
struct Sixteen(u8);

#[repr(align(128))]
struct Aligned(u8);

/// Whether a value is where its type says, and is not moved while the future waits.
fn check<T>(value: &T, before: &mut usize) {
    let address = &raw const *value as usize;
    assert_eq!(address % align_of::<T>(), 0);
    assert!(*before == 0 || *before == address);
    *before = address;
}

#[placeable]
trait Super {
    inline async fn byte(&mut self) -> u8;
    inline async fn sixteen(&mut self) -> u8;
}

#[placeable]
trait Other {
    inline async fn word(&self, n: u64) -> u64;
}

#[placeable]
trait Sub: Super + Other {
    inline async fn aligned(&mut self) -> u8;
}

struct It(u8);

impl Super for It {
    async fn byte(&mut self) -> u8 {
        suspend().await;
        self.0 += 1;
        self.0
    }
    async fn sixteen(&mut self) -> u8 {
        let (value, mut address) = (Sixteen(1), 0);
        check(&value, &mut address);
        suspend().await;
        check(&value, &mut address);
        self.0 += value.0;
        self.0
    }
}

impl Other for It {
    async fn word(&self, n: u64) -> u64 {
        suspend().await;
        n + u64::from(self.0)
    }
}

impl Sub for It {
    async fn aligned(&mut self) -> u8 {
        let (value, mut address) = (Aligned(1), 0);
        check(&value, &mut address);
        suspend().await;
        check(&value, &mut address);
        self.0 += value.0;
        self.0
    }
}

/// Runs every method, one call of each being cancelled, and gives the number of additions.
fn run(sub: &mut dyn Sub) -> u8 {
    assert!(poll(pin!(sub.aligned())).is_pending());
    assert!(poll(pin!(sub.sixteen())).is_pending());
    block_on(sub.byte());
    block_on(sub.aligned());
    block_on(sub.sixteen());
    assert_eq!(block_on(sub.word(1000)) % 1000, block_on(sub.word(0)));
    let other: &dyn Other = sub;
    assert_eq!(block_on(other.word(1000)) % 1000, block_on(sub.word(0)));
    let upcast: &mut dyn Super = sub;
    block_on(upcast.byte());
    assert!(poll(pin!(upcast.sixteen())).is_pending());
    block_on(upcast.sixteen());
    let mut place = HeapPlace::new();
    block_on(upcast.sixteen().in_place(&mut place).unwrap());
    // The same place, now for the machine that is more aligned.
    block_on(sub.aligned().in_place(&mut place).unwrap());
    let upcast: &mut dyn Super = sub;
    block_on(Placed::new_in(upcast, &mut place).unwrap().sixteen());
    8
}

fn main() {
    let mut it = It(0);
    let object: &mut dyn Sub = &mut it;
    assert_eq!(layout_of_val(object).align(), 128);
    assert_eq!(layout_of_val(object as &dyn Super).align(), 16);
    assert!(layout_of_val(object as &dyn Other).align() < 16);

    let mut sum = run(object);
    let mut binding = HeapPlaced::new(&mut *object);
    sum += run(&mut binding);
    sum += run(&mut *binding);
    drop(binding);
    let mut place = pin!(InlinePlace::<1024, 128>::new());
    let mut binding = Placed::new_in(&mut *object, Pin::as_mut(&mut place)).unwrap();
    sum += run(&mut binding);
    // A binding of a binding.
    sum += run(&mut HeapPlaced::new(&mut binding as &mut dyn Sub));
    drop(binding);

    // A place for the machine of `dyn Super` has no room for that of `dyn Sub`.
    let place = pin!(InlinePlace::<1024, 16>::new());
    let error = object.aligned().in_place(place).unwrap_err().without_inner();
    assert_eq!(error.required().align(), 128);
    assert_eq!(block_on(object.byte()), sum + 1);
}
