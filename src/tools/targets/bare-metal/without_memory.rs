//! What happens where there is no room.

use core::future::inline_async::{Arena, InlinePlace, Placed, layout_for, within};
use core::pin::{Pin, pin};

use crate::help::{block_on, poll, suspend};

trait Work {
    inline async fn work(&mut self) -> u32;
}

struct Large;

impl Work for Large {
    async fn work(&mut self) -> u32 {
        let room = [1; 100];
        suspend().await;
        room.iter().sum()
    }
}

pub fn in_place() {
    const SIZE: usize = layout_for::<Large, dyn Work>().size();
    let large: &mut dyn Work = &mut Large;
    let mut place = pin!(InlinePlace::<SIZE>::new());
    for _ in 0..3 {
        assert_eq!(block_on(large.work().in_place(place.as_mut()).ok().unwrap()), 100);
    }
    let small = pin!(InlinePlace::<32>::new());
    assert!(large.work().in_place(small).is_err());
}

pub fn direct() {
    let large: &mut dyn Work = &mut Large;
    block_on(large.work());
}

pub fn full_arena() {
    let large: &mut dyn Work = &mut Large;
    let arena = pin!(Arena::<128>::new());
    block_on(within(arena, large.work()));
}

pub fn leaked() {
    let large: &mut dyn Work = &mut Large;
    let place = pin!(InlinePlace::<512>::new());
    let mut binding = Placed::new_in(large, place).ok().unwrap();
    let mut call = binding.work();
    assert!(poll(Pin::new(&mut call)).is_pending());
    core::mem::forget(call);
    block_on(binding.work());
}
