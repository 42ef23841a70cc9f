//! Blocks of an arena: one thread takes, others give back.

use std::alloc::Layout;
use std::ptr::NonNull;

use loom::thread::{self, JoinHandle};

use crate::blocks::{self, ChunkHead, Header, Stack};
use crate::explore::{Scenario, check};
use crate::{memory, ptr};

const UNIT: usize = size_of::<Header>();
/// What a chunk has before its stack.
const HEAD: usize = size_of::<ChunkHead>().next_multiple_of(UNIT);

fn units(count: usize) -> Layout {
    Layout::from_size_align(count * UNIT, 1).unwrap()
}

/// A block with its size in units, which only its user touches.
struct Block {
    memory: NonNull<u8>,
    size: usize,
    is_chunk: bool,
}

// SAFETY: a block may be used and given back on any thread.
unsafe impl Send for Block {}

impl Block {
    fn fill(&self) {
        memory::write(self.memory.addr().get(), self.size * UNIT);
    }

    fn give_back(self) {
        self.fill();
        // SAFETY: the block is not used after this.
        unsafe {
            if self.is_chunk {
                blocks::give_back_in_chunk(self.memory)
            } else {
                blocks::give_back_in_frame(self.memory)
            }
        }
    }

    fn give_back_elsewhere(self) -> JoinHandle<()> {
        thread::spawn(move || self.give_back())
    }
}

/// The owner of a stretch.
struct Owner {
    memory: NonNull<u8>,
    is_chunk: bool,
    stack: Stack,
}

impl Owner {
    /// A stretch with room for this many units, headers included.
    fn new(is_chunk: bool, count: usize) -> Self {
        let size = Stack::LEAST + count * UNIT;
        let before = if is_chunk { HEAD } else { 0 };
        let memory = memory::allocate(before + size);
        // SAFETY: the memory is as large as that.
        unsafe {
            if is_chunk {
                ptr::write(memory.cast().as_ptr(), ChunkHead::new(free));
            }
            Owner { memory, is_chunk, stack: Stack::new(memory.add(before), size) }
        }
    }

    fn take(&mut self, size: usize) -> Option<Block> {
        self.take_aligned(size, 1)
    }

    fn take_aligned(&mut self, size: usize, align: usize) -> Option<Block> {
        let layout = units(size).align_to(align).unwrap();
        // SAFETY: the memory is there.
        let memory = unsafe { self.stack.take(layout).or_else(|| self.stack.take_hole(layout, 9)) };
        let block = Block { memory: memory?, size, is_chunk: self.is_chunk };
        assert_eq!(block.memory.addr().get() % align, 0);
        block.fill();
        Some(block)
    }

    /// The arena goes. In a frame that is an abort if there are blocks left.
    fn go(mut self) -> bool {
        // SAFETY: the memory is there.
        let is_free = unsafe {
            if self.is_chunk {
                self.stack.abandon(self.memory.cast())
            } else {
                !self.stack.is_in_use()
            }
        };
        if is_free {
            memory::free(self.memory.addr().get());
        }
        is_free
    }
}

unsafe fn free(chunk: NonNull<ChunkHead>) {
    memory::free(chunk.addr().get());
}

/// The memory goes with the owner or with the last block, and not while somebody is there.
fn end<const N: usize>(owner: Owner, threads: [JoinHandle<()>; N]) {
    let Owner { memory, is_chunk, stack } = owner;
    let went = owner.go();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    if !is_chunk && !went {
        assert!(Owner { memory, is_chunk, stack }.go());
    }
    assert!(memory::is_gone(memory.addr().get()));
}

/// A thread gives a block back while the owner takes others: on top of it, in its place, in the
/// hole that it leaves under another.
fn taken_meanwhile(is_chunk: bool) {
    let mut owner = Owner::new(is_chunk, 10);
    let low = owner.take(2).unwrap();
    let high = owner.take(1).unwrap();
    let threads = [low.give_back_elsewhere()];
    let aligned = owner.take_aligned(1, 2 * UNIT).unwrap();
    for size in [2, 4] {
        if let Some(block) = owner.take(size) {
            block.give_back();
        }
    }
    aligned.give_back();
    high.give_back();
    end(owner, threads);
}

/// Two threads give back what is on top and what is below, and the owner takes what that makes room
/// for.
fn two_meanwhile(is_chunk: bool) {
    let mut owner = Owner::new(is_chunk, 6);
    let low = owner.take(2).unwrap();
    let high = owner.take(1).unwrap();
    let threads = [low.give_back_elsewhere(), high.give_back_elsewhere()];
    for size in [2, 4] {
        if let Some(block) = owner.take(size) {
            block.give_back();
        }
    }
    end(owner, threads);
}

/// Two threads give back what is next to each other under a block that stays, and the owner fills
/// the hole, with one block or with two.
fn hole_meanwhile(is_chunk: bool) {
    let mut owner = Owner::new(is_chunk, 6);
    let [low, middle, high] = [(); 3].map(|()| owner.take(1).unwrap());
    let threads = [low.give_back_elsewhere(), middle.give_back_elsewhere()];
    let blocks = [owner.take(2), owner.take(1), owner.take(0)];
    blocks.into_iter().flatten().for_each(Block::give_back);
    high.give_back();
    end(owner, threads);
}

/// The owner goes at once, when two threads still have blocks.
fn orphans() {
    let mut owner = Owner::new(true, 6);
    let [low, middle, high] = [(); 3].map(|()| owner.take(1).unwrap());
    let threads = [low.give_back_elsewhere(), high.give_back_elsewhere()];
    middle.give_back();
    end(owner, threads);
}

/// A leaked block keeps its chunk, whoever gives the others back, and whenever.
fn leaked() {
    let mut owner = Owner::new(true, 6);
    let memory = owner.memory.addr().get();
    let [low, _leaked, high] = [(); 3].map(|()| owner.take(1).unwrap());
    let threads = [low.give_back_elsewhere(), high.give_back_elsewhere()];
    assert!(!owner.go());
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert!(!memory::is_gone(memory));
}

#[test]
fn all() {
    let scenarios = [
        Scenario { name: "frame, taken meanwhile", run: || taken_meanwhile(false) },
        Scenario { name: "frame, two meanwhile", run: || two_meanwhile(false) },
        Scenario { name: "frame, hole meanwhile", run: || hole_meanwhile(false) },
        Scenario { name: "chunk, leaked", run: leaked },
        Scenario { name: "chunk, orphans", run: orphans },
        Scenario { name: "chunk, taken meanwhile", run: || taken_meanwhile(true) },
        Scenario { name: "chunk, two meanwhile", run: || two_meanwhile(true) },
        Scenario { name: "chunk, hole meanwhile", run: || hole_meanwhile(true) },
    ];
    let caught = [
        "is_given_back: load(Acquire) as Relaxed",
        "is_given_back: load(Acquire) as plain access",
        "abandon: swap(AcqRel) as Acquire",
        "abandon: swap(AcqRel) as Release",
        "abandon: swap(AcqRel) as Relaxed",
        "abandon: swap(AcqRel) as plain access",
        "give_back_in_frame: store(Release) as Relaxed",
        "give_back_in_frame: store(Release) as plain access",
        "give_back_in_chunk: swap(AcqRel) as Acquire",
        "give_back_in_chunk: swap(AcqRel) as Release",
        "give_back_in_chunk: swap(AcqRel) as Relaxed",
        "give_back_in_chunk: swap(AcqRel) as plain access",
        "subtract: fetch_sub(AcqRel) as Acquire",
        "subtract: fetch_sub(AcqRel) as Release",
        "subtract: fetch_sub(AcqRel) as Relaxed",
        "subtract: fetch_sub(AcqRel) as plain access",
    ];
    check(&scenarios, &caught, &[]);
}
