//! What blocks are given out, by one thread: none overlap, all are aligned, and what came back is
//! had again, whole. The library's file is compiled with the real atomics here, and in real memory.

use std::alloc::Layout;
use std::ptr::NonNull;

use blocks::{ChunkHead, Stack};

// What the file takes from the crate around it.
mod alloc {
    pub use std::alloc::Layout;
}
mod cell {
    pub use std::cell::Cell;
}
mod ptr {
    pub use std::ptr::{NonNull, null_mut, write};
}
mod sync {
    pub use std::sync::atomic;
}

#[allow(dead_code)]
#[path = "../../../../library/core/src/future/inline_async/blocks.rs"]
mod blocks;

/// The size of a header.
const UNIT: usize = Stack::LEAST;

/// Memory of an arena, in a frame or as a chunk.
struct Arena {
    stack: Stack,
    chunk: Option<NonNull<ChunkHead>>,
    memory: NonNull<u8>,
    size: usize,
}

struct Block {
    memory: NonNull<u8>,
    layout: Layout,
    value: u8,
    is_chunk: bool,
}

// SAFETY: a block may be used and given back on any thread.
unsafe impl Send for Block {}

fn layout(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).unwrap()
}

const HEAD: usize = size_of::<ChunkHead>().next_multiple_of(UNIT);

fn memory_layout(size: usize) -> Layout {
    layout(HEAD + UNIT + size, 16)
}

unsafe fn free(chunk: NonNull<ChunkHead>) {
    FREED.with_borrow_mut(|freed| freed.push(chunk.addr().get()));
}

thread_local! {
    /// Chunks that were freed on this thread.
    static FREED: std::cell::RefCell<Vec<usize>> = const { std::cell::RefCell::new(Vec::new()) };
}

impl Arena {
    /// An arena with room for so many bytes of blocks and their headers.
    fn new(is_chunk: bool, size: usize) -> Self {
        // SAFETY: the memory is as large as that, and stays.
        unsafe {
            let memory = NonNull::new(std::alloc::alloc(memory_layout(size))).unwrap();
            let chunk = is_chunk.then(|| {
                let chunk = memory.cast::<ChunkHead>();
                chunk.write(ChunkHead::new(free));
                chunk
            });
            let stack = Stack::new(memory.add(HEAD), UNIT + size);
            Arena { stack, chunk, memory, size }
        }
    }

    fn take(&mut self, layout: Layout) -> Option<Block> {
        // SAFETY: the memory is there.
        let memory = unsafe { self.stack.take(layout) };
        self.block(memory, layout)
    }

    fn take_hole(&mut self, layout: Layout, limit: usize) -> Option<Block> {
        // SAFETY: the memory is there.
        let memory = unsafe { self.stack.take_hole(layout, limit) };
        self.block(memory, layout)
    }

    fn take_any(&mut self, layout: Layout) -> Option<Block> {
        self.take(layout).or_else(|| self.take_hole(layout, usize::MAX))
    }

    /// A block of so many units.
    fn take_units(&mut self, count: usize) -> Block {
        self.take(layout(count * UNIT, 1)).unwrap()
    }

    fn block(&self, memory: Option<NonNull<u8>>, layout: Layout) -> Option<Block> {
        let memory = memory?;
        let offset = memory.addr().get() - self.memory.addr().get();
        assert!(offset >= HEAD + 2 * UNIT && offset + layout.size() <= HEAD + UNIT + self.size);
        assert_eq!(memory.addr().get() % layout.align().max(UNIT), 0);
        Some(Block { memory, layout, value: 0, is_chunk: self.chunk.is_some() })
    }

    /// Nothing is in use, and the whole of it can be had.
    fn assert_empty(&mut self) {
        // SAFETY: the memory is there.
        assert!(unsafe { !self.stack.is_in_use() });
        self.take(layout(self.size - UNIT, 1)).expect("all is there again").give_back();
        assert!(self.take(layout(self.size - UNIT + 1, 1)).is_none());
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        // SAFETY: it was allocated with this layout.
        unsafe { std::alloc::dealloc(self.memory.as_ptr(), memory_layout(self.size)) }
    }
}

impl Block {
    fn fill(&mut self, value: u8) {
        self.value = value;
        // SAFETY: the block is as large as that.
        unsafe { self.memory.as_ptr().write_bytes(value, self.layout.size()) }
    }

    fn check(&self) {
        for offset in 0..self.layout.size() {
            // SAFETY: the block is as large as that, and filled.
            assert_eq!(unsafe { self.memory.as_ptr().add(offset).read() }, self.value);
        }
    }

    fn give_back(self) {
        // SAFETY: it is not used any more.
        unsafe {
            if self.is_chunk {
                blocks::give_back_in_chunk(self.memory)
            } else {
                blocks::give_back_in_frame(self.memory)
            }
        }
    }
}

fn both(test: fn(bool)) {
    test(false);
    test(true);
}

#[test]
fn the_top_is_had_again() {
    both(|is_chunk| {
        let mut arena = Arena::new(is_chunk, 10 * UNIT);
        let first = arena.take_units(2);
        let second = arena.take_units(3);
        assert_eq!(second.memory, first.memory.map_addr(|at| at.saturating_add(3 * UNIT)));
        let place = first.memory;
        first.give_back();
        // Not yet, as there is one on top of it.
        assert!(arena.take(layout(3 * UNIT, 1)).is_none());
        // SAFETY: the memory is there.
        assert!(unsafe { arena.stack.is_in_use() });
        second.give_back();
        let third = arena.take_units(9);
        assert_eq!(third.memory, place);
        third.give_back();
        arena.assert_empty();
    });
}

#[test]
fn what_does_not_fit() {
    let mut arena = Arena::new(false, 1024);
    for layout in [layout(1017, 1), layout(isize::MAX as usize - 15, 8), layout(8, 1 << 30)] {
        assert!(arena.take(layout).is_none());
        assert!(arena.take_hole(layout, usize::MAX).is_none());
    }
    let whole = arena.take(layout(1016, 8)).unwrap();
    assert!(arena.take_any(layout(0, 1)).is_none());
    whole.give_back();
    // As many of no size as there are headers.
    let blocks: Vec<_> = (0..1024 / UNIT).map(|_| arena.take(layout(0, 1)).unwrap()).collect();
    assert!(arena.take_any(layout(0, 1)).is_none());
    blocks.into_iter().for_each(Block::give_back);
    arena.assert_empty();
}

#[test]
fn alignment() {
    both(|is_chunk| {
        let mut arena = Arena::new(is_chunk, 32 * 1024);
        for align in [1, 2, 4, 8, 16, 32, 64, 128, 1024, 4096] {
            for size in [0, 1, 7, 8, 9, 112, 200] {
                let before = arena.take_units(1);
                let mut blocks: Vec<_> =
                    (0..3).map(|_| arena.take(layout(size, align)).unwrap()).collect();
                for (value, block) in blocks.iter_mut().enumerate() {
                    block.fill(value as u8);
                }
                blocks.iter().for_each(Block::check);
                blocks.into_iter().for_each(Block::give_back);
                before.give_back();
            }
        }
        // With what was skipped.
        arena.assert_empty();
    });
}

#[test]
fn holes() {
    both(|is_chunk| {
        // Eight blocks of five units, with their headers.
        let mut arena = Arena::new(is_chunk, 40 * UNIT);
        let mut blocks: Vec<_> = (0..8).map(|_| Some(arena.take_units(4))).collect();
        let mut give_back = |index: usize| blocks[index].take().unwrap().give_back();
        let units = |count: usize| layout(count * UNIT, 1);
        assert!(arena.take_any(units(0)).is_none());

        // Three next to each other are one, of 15 units, in whatever order they came back.
        give_back(3);
        give_back(2);
        give_back(4);
        assert!(arena.take_any(units(15)).is_none());
        let whole = arena.take_any(units(14)).unwrap();
        assert!(arena.take_any(units(0)).is_none());
        whole.give_back();
        // What is left of it is a hole too: 8 and 7, then 8, 1 and 6.
        let most = arena.take_any(units(7)).unwrap();
        let none = arena.take_any(units(0)).unwrap();
        assert!(arena.take_any(units(6)).is_none());
        let rest = arena.take_any(units(5)).unwrap();
        assert!(arena.take_any(units(0)).is_none());
        none.give_back();
        most.give_back();
        let both = arena.take_any(units(8)).unwrap();
        both.give_back();
        rest.give_back();

        // The lowest, and the second from the top, which becomes the top.
        give_back(0);
        let lowest = arena.take_any(units(14)).unwrap();
        let first = arena.take_any(units(4)).unwrap();
        assert!(arena.take_any(units(4)).is_none());
        first.give_back();
        lowest.give_back();
        give_back(6);
        give_back(7);
        let top = arena.take(units(9)).unwrap();
        top.give_back();
        give_back(1);
        give_back(5);
        arena.assert_empty();
    });
}

#[test]
fn aligned_holes() {
    both(|is_chunk| {
        let mut arena = Arena::new(is_chunk, 4096);
        let mut blocks: Vec<_> = (0..4).map(|_| arena.take(layout(1000, 8)).unwrap()).collect();
        while arena.take(layout(0, 1)).is_some() {}
        blocks.remove(2).give_back();
        blocks.remove(1).give_back();
        let mut aligned = arena.take_hole(layout(512, 512), 32).unwrap();
        aligned.fill(1);
        // What was skipped before it and what is left after it.
        let others: Vec<_> = std::iter::from_fn(|| arena.take_hole(layout(64, 8), 32)).collect();
        assert!(others.len() * 72 + 520 > 2016 - 3 * 72);
        let is_before = |block: &&Block| block.memory < aligned.memory;
        assert!(
            others.iter().any(|block| is_before(&block)) || {
                // Unless the hole began where it is aligned.
                aligned.memory.addr().get() - blocks[0].memory.addr().get() < 1008 + 72
            }
        );
        aligned.check();
        others.into_iter().for_each(Block::give_back);
        aligned.give_back();
        assert!(arena.take_hole(layout(2008, 8), 32).is_some());
    });
}

#[test]
fn the_search_ends() {
    let mut arena = Arena::new(false, 100 * 2 * UNIT);
    let mut blocks: Vec<_> = (0..100).map(|_| arena.take_units(1)).collect();
    let units = layout(UNIT, 1);
    // The top is not looked at, so this is the tenth.
    blocks.remove(100 - 11).give_back();
    assert!(arena.take_hole(units, 9).is_none());
    blocks.push(arena.take_hole(units, 10).unwrap());
    blocks.remove(0).give_back();
    assert!(arena.take_hole(units, 98).is_none());
    blocks.push(arena.take_hole(units, 99).unwrap());
    assert!(arena.take_hole(units, usize::MAX).is_none());
    blocks.into_iter().for_each(Block::give_back);
    arena.assert_empty();
}

/// There is one on top of the other at any time.
#[test]
fn leapfrog() {
    both(|is_chunk| {
        let mut arena = Arena::new(is_chunk, 4 * 15 * UNIT);
        let mut below = arena.take_units(14);
        for _ in 0..1000 {
            let above = arena.take_any(layout(14 * UNIT, 1)).expect("never more than two");
            std::mem::replace(&mut below, above).give_back();
        }
        below.give_back();
        arena.assert_empty();
    });
}

/// The chunk is freed with the last of its blocks, and not if there is none.
#[test]
fn orphans() {
    let freed = || FREED.take();
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let mut arena = Arena::new(true, 40 * UNIT);
        let chunk = arena.chunk.unwrap();
        let [low, hole, middle, high, top] = [(); 5].map(|()| arena.take_units(4));
        hole.give_back();
        top.give_back();
        let mut blocks = [low, middle, high].map(Some);
        // SAFETY: the memory is there.
        assert!(unsafe { !arena.stack.abandon(chunk) });
        for index in order {
            assert_eq!(freed(), []);
            blocks[index].take().unwrap().give_back();
        }
        assert_eq!(freed(), [chunk.addr().get()]);
    }
    let mut arena = Arena::new(true, 40 * UNIT);
    let blocks: Vec<_> = (0..4).map(|_| arena.take_units(4)).collect();
    blocks.into_iter().for_each(Block::give_back);
    // SAFETY: the memory is there.
    assert!(unsafe { arena.stack.abandon(arena.chunk.unwrap()) });
    assert_eq!(freed(), []);
}

/// Any order, against a list of what is in use.
#[test]
fn disorder() {
    let count = if cfg!(miri) { 500 } else { 200_000 };
    for is_chunk in [false, true] {
        let mut arena = Arena::new(is_chunk, 4096);
        let mut random = 12345u64;
        let mut below = |most: usize| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            random as usize % most
        };
        let mut blocks: Vec<Block> = Vec::new();
        let (mut taken, mut in_holes, mut full) = (0, 0, 0);
        for value in 0..count {
            if below(2) == 0 && blocks.len() < 40 {
                let align = 1 << if below(8) == 0 { below(9) } else { below(4) };
                let layout = layout(below(300), align);
                let mut block = arena.take(layout);
                if block.is_some() {
                    taken += 1;
                } else {
                    block = arena.take_hole(layout, 32);
                    in_holes += usize::from(block.is_some());
                }
                let Some(mut block) = block else {
                    full += 1;
                    continue;
                };
                block.fill(value as u8);
                blocks.push(block);
            } else if !blocks.is_empty() {
                // The last one, mostly.
                let last = blocks.len() - 1;
                let block = blocks.remove(if below(3) == 0 { below(last + 1) } else { last });
                block.check();
                block.give_back();
            }
        }
        assert!(cfg!(miri) || (taken > 10_000 && in_holes > 1000 && full > 1000));
        for block in blocks {
            block.check();
            block.give_back();
        }
        arena.assert_empty();
    }
}

/// Real threads give back: for ThreadSanitizer and Miri.
#[test]
fn threads() {
    let rounds = if cfg!(miri) { 5 } else { 2000 };
    for round in 0..rounds {
        for is_chunk in [false, true] {
            let mut arena = Arena::new(is_chunk, 4096);
            let give_back = |mut blocks: Vec<Block>| {
                std::thread::spawn(move || {
                    for mut block in blocks.drain(..) {
                        block.fill(1);
                        block.give_back();
                    }
                    FREED.take()
                })
            };
            let mut blocks: Vec<_> = (0..12).map(|_| arena.take(layout(112, 8)).unwrap()).collect();
            let other = give_back(blocks.split_off(5));
            let mut others = vec![other, give_back(blocks)];
            for _ in 0..round % 10 {
                if let Some(mut block) = arena.take_any(layout(400, 16)) {
                    block.fill(2);
                    block.give_back();
                }
            }
            // SAFETY: the memory is there.
            let went = arena.chunk.map(|chunk| unsafe { arena.stack.abandon(chunk) });
            let freed: Vec<_> = others.drain(..).flat_map(|other| other.join().unwrap()).collect();
            match went {
                Some(went) => assert_eq!(freed.len(), usize::from(!went)),
                None => arena.assert_empty(),
            }
        }
    }
}
