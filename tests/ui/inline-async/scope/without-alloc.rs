//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ only-x86_64-unknown-linux-gnu
//@ revisions: o0 o3
//@ compile-flags: -Cpanic=abort
//@[o0] compile-flags: -Copt-level=0
//@[o3] compile-flags: -Copt-level=3

// A program without an allocator makes calls of any size inside a scope. As there is nothing to
// fall back on, a full arena is searched for a hole to the end, where 32 blocks would be enough
// otherwise. When there is none, the panic names `within` beside `in_place`.

#![no_std]
#![no_main]
#![feature(inline_async_fn, inline_async)]

use core::cell::{Cell, RefCell};
use core::ffi::{c_int, c_void};
use core::fmt::{self, Write};
use core::future::inline_async::{Arena, InlineCall, within};
use core::future::poll_fn;
use core::mem;
use core::panic::PanicInfo;
use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker};

#[link(name = "c")]
unsafe extern "C" {
    fn write(file: c_int, bytes: *const c_void, count: usize) -> isize;
    safe fn exit(code: c_int) -> !;
}

struct Message {
    bytes: [u8; 512],
    len: usize,
}

impl Write for Message {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let free = self.bytes.get_mut(self.len..self.len + text.len()).ok_or(fmt::Error)?;
        free.copy_from_slice(text.as_bytes());
        self.len += text.len();
        Ok(())
    }
}

/// The panic is what must happen, if it has the message that it must have.
#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    let mut message = Message { bytes: [0; 512], len: 0 };
    let _ = write!(message, "{}", info.message());
    let message = &message.bytes[..message.len];
    let text = core::str::from_utf8(message).unwrap_or("");
    let ok = text.contains("a call on `dyn ")
        && text.contains("Work` needs ")
        && text.contains("this program has no allocator")
        && text.contains("`in_place`")
        && text.contains("`within`");
    // SAFETY: the bytes are there.
    unsafe { write(2, message.as_ptr().cast(), message.len()) };
    exit(if ok { 0 } else { 101 })
}

// For `core` as it is compiled for unwinding.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}
#[allow(non_snake_case)]
#[unsafe(no_mangle)]
extern "C" fn _Unwind_Resume() -> ! {
    exit(102)
}

trait Work {
    /// Says where its memory is.
    inline async fn work(&self, address: &Cell<usize>) -> usize;
}

trait Descend {
    /// Goes down so far, keeping a call on each level, and does the work there, once the other call
    /// has gone.
    inline async fn descend(&self, levels: usize, other: &RefCell<Pin<&mut Other<'_>>>) -> usize;
}

type Other<'a> = Option<InlineCall<&'a dyn Work, (&'a Cell<usize>,), usize>>;

/// What it does takes twelve kilobytes, a level some hundred bytes.
struct Large;

impl Work for Large {
    async fn work(&self, address: &Cell<usize>) -> usize {
        let held = [1u8; 12 * 1024];
        address.set((&raw const held).addr());
        let mut first = true;
        poll_fn(|_| if mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await;
        held.iter().map(|&byte| usize::from(byte)).sum()
    }
}

impl Descend for Large {
    async fn descend(&self, levels: usize, other: &RefCell<Pin<&mut Other<'_>>>) -> usize {
        let held = [1; 4];
        let below: &dyn Descend = self;
        let mut first = true;
        poll_fn(|_| if mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await;
        if levels > 0 {
            return held[levels % 4] + below.descend(levels - 1, other).await;
        }
        other.borrow_mut().set(None);
        let (work, address): (&dyn Work, _) = (self, Cell::new(0));
        if work.work(&address).await != 12 * 1024 {
            exit(3);
        }
        address.get()
    }
}

async fn full() {
    let (work, first): (&dyn Work, _) = (&Large, Cell::new(0));
    let mut other = pin!(Some(work.work(&first)));
    poll_fn(|cx| match other.as_mut().as_pin_mut().map(|call| call.poll(cx)) {
        Some(Poll::Pending) => Poll::Ready(()),
        _ => exit(4),
    })
    .await;
    let descend: &dyn Descend = &Large;
    let address = descend.descend(50, &RefCell::new(other)).await - 50;
    if address != first.get() {
        // It is not in the hole, under fifty others.
        exit(5);
    }

    // There is room for one, and not for two.
    let (second, third) = (Cell::new(0), Cell::new(0));
    let (mut second, mut third) = (pin!(work.work(&second)), pin!(work.work(&third)));
    poll_fn(|cx| {
        let _ = second.as_mut().poll(cx);
        third.as_mut().poll(cx)
    })
    .await;
}

static ARENA: Arena<{ 24 * 1024 }> = Arena::new();

#[unsafe(no_mangle)]
extern "C" fn main(_argc: c_int, _argv: *const *const u8) -> c_int {
    let Some(arena) = ARENA.take() else { return 1 };
    let mut future = pin!(within(arena, full()));
    while future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {}
    // The panic is missing.
    2
}
