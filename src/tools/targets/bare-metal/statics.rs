//! Places that are statics.

use core::future::inline_async::{Arena, InlinePlace, PlaceFor, Placed};
use core::pin::Pin;

use crate::help::{block_on, suspend};
use crate::machine::{self, OneThread};

trait Work {
    inline async fn work(&self) -> u8;
}

struct Worker;

impl Work for Worker {
    async fn work(&self) -> u8 {
        let room = [7; 200];
        suspend().await;
        room[100]
    }
}

static PLACE: InlinePlace<512> = InlinePlace::new();
static PLACE_FOR: PlaceFor<Worker, dyn Work> = PlaceFor::new();
static ARENA: Arena<512> = Arena::new();

/// Without compare-and-swap a place is a static that is given out by other means.
static BY_REFERENCE: OneThread<core::cell::UnsafeCell<InlinePlace<512>>> =
    OneThread::new(core::cell::UnsafeCell::new(InlinePlace::new()));

pub fn by_reference() {
    // SAFETY: this function is called once.
    let place = Pin::static_mut(unsafe { &mut *BY_REFERENCE.get().get() });
    let binding = Placed::new_in(&Worker as &dyn Work, place).ok().unwrap();
    assert_eq!(block_on(binding.work()) + block_on(binding.work()), 14);
}

#[cfg(target_has_atomic = "ptr")]
pub fn taken() {
    let binding = Placed::new_in(&Worker as &dyn Work, PLACE.take().unwrap()).ok().unwrap();
    assert_eq!(block_on(binding.work()), 7);
    assert!(PLACE.take().is_none());
    let binding = Placed::new_in(&Worker as &dyn Work, PLACE_FOR.take().unwrap()).ok().unwrap();
    assert_eq!(block_on(binding.work()), 7);
    assert!(PLACE_FOR.take().is_none());
}

#[cfg(target_has_atomic = "ptr")]
pub fn arena_taken() {
    let arena = ARENA.take().unwrap();
    assert_eq!(block_on(core::future::inline_async::within(arena, (&Worker as &dyn Work).work())), 7);
    assert!(ARENA.take().is_none());
}

pub fn in_bss() {
    let zeros = machine::zeros();
    for address in [
        (&raw const PLACE).addr(),
        (&raw const PLACE_FOR).addr(),
        (&raw const ARENA).addr(),
        (&raw const BY_REFERENCE).addr(),
    ] {
        assert!(zeros.contains(&address), "{address:#x} is not in {zeros:x?}");
    }
}
