//! Calls that consume their object, which lives in this frame.

use core::cell::Cell;
use core::future::inline_async::{InlinePlace, MoveRef, Placed, move_ref};
use core::pin::pin;

use crate::help::{Counts, block_on, poll, suspend};

trait Channel {
    inline async fn send(&mut self, byte: u8);
    inline async fn close(self) -> u32;
}

struct Sum<'a> {
    sum: u32,
    _counts: Counts<'a>,
}

impl Channel for Sum<'_> {
    async fn send(&mut self, byte: u8) {
        suspend().await;
        self.sum += u32::from(byte);
    }

    async fn close(self) -> u32 {
        let room = [self.sum; 40];
        suspend().await;
        room[39]
    }
}

pub fn consumed() {
    let drops = Cell::new(0);
    let sum: MoveRef<'_, dyn Channel + '_> = move_ref!(Sum { sum: 0, _counts: Counts(&drops) });
    let place = pin!(InlinePlace::<512>::new());
    let mut channel = Placed::new_in(sum, place).ok().unwrap();
    block_on(channel.send(20));
    block_on(channel.send(22));
    assert_eq!(drops.get(), 0);
    assert_eq!(block_on(channel.close()), 42);
    assert_eq!(drops.get(), 1);
}

pub fn cancelled() {
    let drops = Cell::new(0);
    for polls in 0..2 {
        let sum: MoveRef<'_, dyn Channel + '_> =
            move_ref!(Sum { sum: 0, _counts: Counts(&drops) });
        let place = pin!(InlinePlace::<512>::new());
        let channel = Placed::new_in(sum, place).ok().unwrap();
        {
            let mut call = pin!(channel.close());
            for _ in 0..polls {
                assert!(poll(call.as_mut()).is_pending());
            }
        }
        assert_eq!(drops.get(), polls + 1);
    }
}
