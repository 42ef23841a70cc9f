//! What every generated program is made with: a trace, an allocator that counts, values that are
//! traced, and calls that are driven step by step.

pub use std::alloc::Layout;
use std::alloc::{GlobalAlloc, System};
use std::any::type_name;
use std::future::inline_async::{
    HeapPlace, InlineCall, InlinePlace, ObjectPlace, PlaceAlign, PlaceError, PlacedCall,
    SupportedAlign,
};
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
pub use std::pin::{Pin, pin};
use std::ptr::{self, NonNull};
use std::sync::atomic::{
    AtomicBool, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering::SeqCst,
};
use std::sync::{Arc, Mutex, OnceLock};
use std::task::{Context, Poll, Wake, Waker};

// The allocator.

pub struct Counting;

static LIVE: AtomicUsize = AtomicUsize::new(0);

// SAFETY: all is forwarded to the system's allocator, and no more is written than was allocated.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE.fetch_add(1, SeqCst);
        // SAFETY: as the caller promises; what is fresh is written over its length.
        unsafe {
            let memory = System.alloc(layout);
            if !memory.is_null() {
                ptr::write_bytes(memory, 0xa5, layout.size());
            }
            memory
        }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        LIVE.fetch_sub(1, SeqCst);
        // SAFETY: as the caller promises. Nobody reads the memory any more; who does sees it.
        unsafe {
            ptr::write_bytes(memory, 0xdd, layout.size());
            System.dealloc(memory, layout)
        }
    }
}

// The trace.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Block(u32),
    At(u32),
    Value(u64),
    New(u32),
    Drop(u32),
    Wake,
    Started,
    Pending,
    Ready(u64),
    Panicked(u32),
    Cancelled,
    Leaked,
}

static TRACE: Mutex<Vec<Event>> = Mutex::new(Vec::new());

pub fn event(event: Event) {
    let mut trace = TRACE.lock().unwrap();
    if trace.len() == trace.capacity() {
        // To grow would be counted.
        wrong("the trace is too long");
    }
    trace.push(event);
}

pub fn block(number: u32) {
    event(Event::Block(number));
}

pub fn value(value: u64) {
    event(Event::Value(value));
}

/// Ends the program: what was found would only be hidden by going on.
pub fn wrong(what: &str) -> ! {
    eprintln!("wrong: {what}");
    std::process::abort()
}

// Rounds. The first does what is written in the program; in later ones numbers, and what happens to
// calls, are random, from a seed that is the same for all functions of a section.

static ROUND: AtomicU64 = AtomicU64::new(0);
static RANDOM: AtomicU64 = AtomicU64::new(0);

fn is_first() -> bool {
    ROUND.load(SeqCst) == 0
}

fn random() -> u64 {
    let state = RANDOM.load(SeqCst).wrapping_add(0x9e37_79b9_7f4a_7c15);
    RANDOM.store(state, SeqCst);
    mix(state, mix(state >> 31, 11))
}

fn below(end: usize) -> usize {
    (random() >> 20) as usize % end
}

pub fn number(written: u64) -> u64 {
    if is_first() { written } else { written ^ random() }
}

pub fn times(written: u32) -> u32 {
    if is_first() { written } else { below(written as usize + 2) as u32 }
}

#[derive(Clone, Copy)]
pub enum Act {
    Poll(u32),
    PollElsewhere(u32),
    Complete,
    PollAgain,
    IntoPlace,
    Cancel,
    CancelElsewhere,
    Leak,
}
pub use Act::*;

fn random_poll() -> Act {
    let times = below(4) as u32;
    if MOVES && random() & 1 == 0 { PollElsewhere(times) } else { Poll(times) }
}

// Points that can panic.

struct Planned(u32);

/// The panic of a call that is polled after completion.
const RESUMED: u32 = u32::MAX;

static FAIL: AtomicU32 = AtomicU32::new(0);

/// Has a point panic when it is passed the next time: `first` in the first round, zero being none,
/// and one of the others in later rounds.
pub fn plan(first: u32, later: &[u32]) {
    let point = if is_first() {
        first
    } else if later.is_empty() || random() % 3 > 0 {
        0
    } else {
        later[below(later.len())]
    };
    FAIL.store(point, SeqCst);
}

pub fn unplan() {
    FAIL.store(0, SeqCst);
}

fn is_planned(point: u32) -> bool {
    FAIL.compare_exchange(point, 0, SeqCst, SeqCst).is_ok()
}

pub fn point(point: u32) {
    event(Event::At(point));
    if is_planned(point) {
        panic_any(Planned(point));
    }
}

/// Runs what may panic.
fn caught<R>(run: impl FnOnce() -> R) -> Option<R> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(result) => Some(result),
        Err(payload) => {
            let message = payload.downcast_ref::<&str>();
            if let Some(Planned(point)) = payload.downcast_ref() {
                event(Event::Panicked(*point));
            } else if message.is_some_and(|message| message.contains("resumed after")) {
                event(Event::Panicked(RESUMED));
            } else {
                let text = payload.downcast_ref::<String>().map(String::as_str);
                wrong(message.copied().or(text).unwrap_or("a panic of another kind"));
            }
            None
        }
    }
}
