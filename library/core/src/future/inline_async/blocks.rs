//! Blocks of an arena's memory, and the words of them that threads share.
//!
//! An arena's memory is one or more stretches, and each of them is a stack of blocks that forgives
//! disorder:
//!
//! ```text
//!   bottom   hole                                last               top           end
//!   ┌────────┬────────┬─ ─ ─ ─┬────────┬─────────┬────────┬─────────┬─ ─ ─ ─ ─ ─ ─┐
//!   │ header │ header │       │ header │  block  │ header │  block  │     room    │
//!   └────────┴────────┴─ ─ ─ ─┴────────┴─────────┴────────┴─────────┴─ ─ ─ ─ ─ ─ ─┘
//! ```
//!
//! One task owns the stretch: it alone takes blocks, moves the top and follows the links. A block
//! is given back on whatever thread its user happens to be, by a word in its header, which is all
//! that threads share. The owner finds that word the next time it looks: what has been given back
//! on top is popped before anything is taken, and when the top is full, the first hole below that
//! is large enough is filled. Two loops of calls that go on for ever, each with one block on top of
//! the other's, would fill a stack without holes.
//!
//! Stretches on the heap are chunks. When their owner goes they go too, or where blocks are still
//! in use, with whoever gives the last of these back.
//!
//! This file is also compiled against a model of threads and memory, which tries all interleavings
//! (`src/tools/interleavings`). What it takes from the crate around it is provided there as well:
//! keep to the imports.

use crate::alloc::Layout;
use crate::cell::Cell;
use crate::ptr::{self, NonNull};
#[cfg(target_pointer_width = "16")]
use crate::sync::atomic::AtomicU16 as AtomicHalf;
#[cfg(not(target_pointer_width = "16"))]
use crate::sync::atomic::AtomicU32 as AtomicHalf;
use crate::sync::atomic::Ordering;

/// Half of a header. It limits the length of a stretch.
#[cfg(target_pointer_width = "16")]
type Half = u16;
#[cfg(not(target_pointer_width = "16"))]
type Half = u32;

/// The block belongs to whoever took it.
const IN_USE: Half = 0;
/// The block belongs to the owner of the stretch.
const GIVEN_BACK: Half = 1;
/// The block belongs to whoever took it, the stretch to all who have blocks in it.
#[cfg(target_has_atomic = "ptr")]
const ORPHAN: Half = 2;

/// What comes before a block.
#[derive(Debug)]
#[repr(C, align(8))]
pub struct Header {
    /// How far below the next header is, in bytes; zero in the lowest one, which has no block and
    /// is in use for ever. The owner's alone. In an orphan: how far below the chunk begins.
    link: Cell<Half>,
    /// One of the states above. Whoever gives the block back writes it, the owner reads it.
    state: AtomicHalf,
}

impl Header {
    /// Makes a header in memory that is the owner's alone.
    ///
    /// # Safety
    ///
    /// Both must be in one stretch, `at` must be valid for writes and not be below `below`.
    #[inline(always)]
    unsafe fn write(at: *mut Header, below: *mut Header, state: Half) {
        let link = Cell::new(distance(below, at) as Half);
        // SAFETY: the caller's promise.
        unsafe { ptr::write(at, Header { link, state: AtomicHalf::new(state) }) }
    }

    /// The next header below; the lowest is below itself.
    ///
    /// # Safety
    ///
    /// `at` must be a header of a stretch, and the caller its owner.
    #[inline(always)]
    unsafe fn below(at: *mut Header) -> *mut Header {
        // SAFETY: the link leads to a header of the same stretch.
        unsafe { at.byte_sub((*at).link.get() as usize) }
    }

    /// # Safety
    ///
    /// As for [`below`](Self::below); `below` must be a header of the same stretch that is below.
    #[inline(always)]
    unsafe fn set_below(at: *mut Header, below: *mut Header) {
        // SAFETY: the caller's promise.
        unsafe { (*at).link.set(distance(below, at) as Half) }
    }

    /// Whether the block has been given back. If so, it is the owner's.
    ///
    /// # Safety
    ///
    /// As for [`below`](Self::below).
    #[inline(always)]
    unsafe fn is_given_back(at: *mut Header) -> bool {
        // What the user of the block did comes before what the owner does there: acquire.
        // SAFETY: the caller's promise.
        unsafe { (*at).state.load(Ordering::Acquire) == GIVEN_BACK }
    }

    /// How far above `at` the first header is whose block has this alignment.
    #[inline(always)]
    fn padding(at: *mut Header, align: usize) -> usize {
        (at.addr() + size_of::<Header>()).wrapping_neg() & (align - 1)
    }
}

#[inline(always)]
fn distance(below: *mut Header, above: *mut Header) -> usize {
    above.addr() - below.addr()
}

/// The size that a block of this layout takes of a stretch, with its header.
#[inline(always)]
const fn size_with_header(layout: Layout) -> usize {
    // A layout's size leaves room for this, and for what its alignment may need besides.
    layout.size().next_multiple_of(size_of::<Header>()) + size_of::<Header>()
}

/// A stretch of memory, as its owner sees it.
#[derive(Clone, Copy, Debug)]
pub struct Stack {
    /// The highest header.
    last: *mut Header,
    /// Where the next header will be.
    top: *mut Header,
    /// Where the memory ends.
    end: *mut Header,
}

impl Stack {
    /// How many bytes a stretch can have.
    pub const MOST: usize = (Half::MAX as usize / 2).next_multiple_of(size_of::<Header>());

    /// What a stretch has besides its blocks and their headers.
    pub const LEAST: usize = size_of::<Header>();

    /// The stretch that is not there. It consists of zeros, and cannot be used before `last` is
    /// set.
    pub const fn unset() -> Self {
        Stack { last: ptr::null_mut(), top: ptr::null_mut(), end: ptr::null_mut() }
    }

    /// A stretch without room. Its lowest header is never written.
    pub const fn full(bottom: *mut Header) -> Self {
        Stack { last: bottom, top: ptr::null_mut(), end: ptr::null_mut() }
    }

    /// A stretch without blocks, in memory of this many bytes.
    ///
    /// # Safety
    ///
    /// The memory must be aligned for a header, valid, and the caller's, and the number of its
    /// bytes be a multiple of the header's size, from [`Self::LEAST`] to [`Self::MOST`].
    pub unsafe fn new(memory: NonNull<u8>, size: usize) -> Self {
        let bottom = memory.cast::<Header>().as_ptr();
        // SAFETY: the memory has room for this header.
        unsafe {
            Header::write(bottom, bottom, IN_USE);
            Stack { last: bottom, top: bottom.add(1), end: bottom.byte_add(size) }
        }
    }

    #[inline(always)]
    pub const fn is_unset(&self) -> bool {
        self.last.is_null()
    }

    /// Pops what has been given back on top.
    ///
    /// # Safety
    ///
    /// The stretch must be set, and there.
    #[inline(always)]
    unsafe fn pop(&mut self) {
        // SAFETY: the last header is one of the stretch, and the lowest is never given back.
        unsafe {
            while Header::is_given_back(self.last) {
                self.top = self.last;
                self.last = Header::below(self.last);
            }
        }
    }

    /// Whether there is a block that has not been given back.
    ///
    /// # Safety
    ///
    /// As for [`take`](Self::take).
    pub unsafe fn is_in_use(&mut self) -> bool {
        // SAFETY: the caller's promise.
        unsafe {
            self.pop();
            Header::below(self.last) != self.last
        }
    }

    /// Takes a block from the top.
    ///
    /// # Safety
    ///
    /// The stretch must be set, its memory be there, and not be used through another `Stack`.
    #[inline(always)]
    pub unsafe fn take(&mut self, layout: Layout) -> Option<NonNull<u8>> {
        // SAFETY: the caller's promise.
        unsafe { self.pop() }
        let skip = Header::padding(self.top, layout.align());
        let size = size_with_header(layout);
        if size + skip > distance(self.top, self.end) {
            return None;
        }
        // SAFETY: there is room for both, and what is above the top is the owner's.
        unsafe {
            if skip != 0 {
                self.push(skip, GIVEN_BACK);
            }
            Some(self.push(size, IN_USE))
        }
    }

    /// Puts a block on top whose size, with its header, is given.
    ///
    /// # Safety
    ///
    /// There must be room, and the size be a multiple of that of a header.
    #[inline(always)]
    unsafe fn push(&mut self, size: usize, state: Half) -> NonNull<u8> {
        let at = self.top;
        // SAFETY: there is room for a header, and then for what is left of the size.
        unsafe {
            Header::write(at, self.last, state);
            self.last = at;
            self.top = at.byte_add(size);
            block(at)
        }
    }

    /// Takes the first hole below the top that is large enough, looking at no more than `limit`
    /// blocks and holes. Holes that follow each other become one, and count as one.
    ///
    /// # Safety
    ///
    /// As for [`take`](Self::take).
    #[cold]
    pub unsafe fn take_hole(&mut self, layout: Layout, limit: usize) -> Option<NonNull<u8>> {
        let size = size_with_header(layout);
        // If this one is given back meanwhile, it is popped the next time.
        let mut above = self.last;
        // SAFETY: links lead from header to header, down to the lowest. A block that was given back
        // is the owner's: so is a hole, from its header to the one above.
        unsafe {
            for _ in 0..limit {
                let mut hole = Header::below(above);
                if hole == above {
                    return None;
                }
                if !Header::is_given_back(hole) {
                    above = hole;
                    continue;
                }
                let mut below = Header::below(hole);
                while Header::is_given_back(below) {
                    hole = below;
                    below = Header::below(hole);
                }
                Header::set_below(above, hole);

                let skip = Header::padding(hole, layout.align());
                if size + skip > distance(hole, above) {
                    above = hole;
                    continue;
                }
                let at = hole.byte_add(skip);
                // What is skipped stays a hole, and so does what is left.
                Header::write(at, if skip == 0 { below } else { hole }, IN_USE);
                let rest = at.byte_add(size);
                if rest == above {
                    Header::set_below(above, at);
                } else {
                    Header::write(rest, at, GIVEN_BACK);
                    Header::set_below(above, rest);
                }
                return Some(block(at));
            }
        }
        None
    }

    /// Gives the stretch up, which is what `chunk` consists of. Whether no block is in use: then
    /// the chunk is the caller's. If not, whoever gives the last block back frees the chunk.
    ///
    /// # Safety
    ///
    /// As for [`take`](Self::take). The caller does not use it any more unless this returns true.
    #[cfg(target_has_atomic = "ptr")]
    pub unsafe fn abandon(mut self, chunk: NonNull<ChunkHead>) -> bool {
        let mut in_use = 0;
        // SAFETY: the headers are there: no user of a block frees the chunk before the count says
        // so, which it does not before the end. A header is not looked at again when it is an
        // orphan's.
        unsafe {
            self.pop();
            let mut at = self.last;
            loop {
                let below = Header::below(at);
                if below == at {
                    break;
                }
                (*at).link.set(distance(chunk.cast().as_ptr(), at) as Half);
                // Who finds the orphan finds its link: release. Who frees the chunk does so after
                // those who gave their blocks back before they were orphans: acquire.
                if (*at).state.swap(ORPHAN, Ordering::AcqRel) == IN_USE {
                    in_use += 1;
                }
                at = below;
            }
            ChunkHead::subtract(chunk, ChunkHead::OWNED - in_use)
        }
    }
}

/// The block behind a header.
///
/// # Safety
///
/// The header must be followed by memory of the same stretch, or by the stretch's end.
#[inline(always)]
unsafe fn block(at: *mut Header) -> NonNull<u8> {
    // SAFETY: it is inside the memory, and so not null.
    unsafe { NonNull::new_unchecked(at.add(1).cast()) }
}

/// # Safety
///
/// `block` must be one.
#[inline(always)]
unsafe fn header(block: NonNull<u8>) -> *mut Header {
    // SAFETY: a block has a header.
    unsafe { block.cast::<Header>().as_ptr().sub(1) }
}

/// Gives a block back that is in memory which outlives its blocks.
///
/// # Safety
///
/// The block must be in use, and its user gives it up.
#[inline(always)]
pub unsafe fn give_back_in_frame(block: NonNull<u8>) {
    // The owner may find the word at once, and do away with the memory: what was done in the block
    // comes before this (release), and nothing comes after. A store suffices, as nobody else writes
    // the word while the block is in use, and it is there on every target.
    // SAFETY: the caller's promise.
    unsafe { (*header(block)).state.store(GIVEN_BACK, Ordering::Release) }
}

/// Gives a block back that is in a chunk.
///
/// # Safety
///
/// As for [`give_back_in_frame`].
#[cfg(target_has_atomic = "ptr")]
#[inline(always)]
pub unsafe fn give_back_in_chunk(block: NonNull<u8>) {
    // SAFETY: the caller's promise.
    unsafe {
        let at = header(block);
        // As in a frame: release. Where the owner has gone, its link comes before: acquire. A store
        // would hide from one of the two what the other did.
        if (*at).state.swap(GIVEN_BACK, Ordering::AcqRel) == ORPHAN {
            give_orphan_back(at);
        }
    }
}

/// # Safety
///
/// `at` must be the header of an orphan, whose user gives it up.
#[cfg(target_has_atomic = "ptr")]
#[cold]
unsafe fn give_orphan_back(at: *mut Header) {
    // SAFETY: an orphan's link leads to the chunk, which is there for as long as the block counts.
    // If it is the last one, nobody else uses the chunk.
    unsafe {
        let chunk = at.byte_sub((*at).link.get() as usize);
        let chunk = NonNull::new_unchecked(chunk).cast::<ChunkHead>();
        if ChunkHead::subtract(chunk, 1) {
            ((*chunk.as_ptr()).free)(chunk)
        }
    }
}

/// What a chunk begins with.
#[cfg(target_has_atomic = "ptr")]
#[derive(Debug)]
#[repr(C)]
pub struct ChunkHead {
    /// How many orphans there are, and [`Self::OWNED`] until the owner has counted them.
    orphans: AtomicHalf,
    free: unsafe fn(NonNull<ChunkHead>),
}

#[cfg(target_has_atomic = "ptr")]
impl ChunkHead {
    /// More than a chunk has blocks, and half of what the count can be.
    const OWNED: Half = 1 << (Half::BITS - 1);

    /// The head of a chunk that has an owner, and is freed by this function.
    pub fn new(free: unsafe fn(NonNull<ChunkHead>)) -> Self {
        ChunkHead { orphans: AtomicHalf::new(Self::OWNED), free }
    }

    /// Whether nothing is left. Then the chunk is the caller's; if not, it may be gone.
    ///
    /// # Safety
    ///
    /// The chunk must be there, and what is subtracted be the caller's.
    #[inline(always)]
    unsafe fn subtract(this: NonNull<ChunkHead>, count: Half) -> bool {
        // Who frees the chunk does so (acquire) after all that the others did there (release).
        // SAFETY: the caller's promise. There is no reference to the chunk, which somebody else may
        // free before this returns, but one to the atomic.
        unsafe { (*this.as_ptr()).orphans.fetch_sub(count, Ordering::AcqRel) == count }
    }
}
