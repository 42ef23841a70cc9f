//! What a call is given.

use core::cell::Cell;
use core::future::inline_async::{InlinePlace, Placed};
use core::pin::pin;

use crate::help::{Counts, block_on, suspend};

trait Copier {
    inline async fn copy<'a>(
        &mut self,
        from: &[u8],
        to: &'a mut [u8],
        counts: (Counts<'_>, [u32; 8]),
    ) -> &'a [u8];
}

struct Reversed;

impl Copier for Reversed {
    async fn copy<'a>(
        &mut self,
        from: &[u8],
        to: &'a mut [u8],
        (counts, numbers): (Counts<'_>, [u32; 8]),
    ) -> &'a [u8] {
        for (from, to) in from.iter().rev().zip(&mut *to) {
            suspend().await;
            *to = *from;
        }
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8]);
        drop(counts);
        to
    }
}

pub fn of_all_kinds() {
    let drops = Cell::new(0);
    let copier: &mut dyn Copier = &mut Reversed;
    let place = pin!(InlinePlace::<256>::new());
    let mut copier = Placed::new_in(copier, place).ok().unwrap();
    let mut to = [0; 4];
    for round in 1..3 {
        let call = copier.copy(b"abcd", &mut to, (Counts(&drops), [1, 2, 3, 4, 5, 6, 7, 8]));
        assert_eq!(block_on(call), b"dcba");
        assert_eq!(drops.get(), round);
    }
}
