//@ run-pass
//@ edition: 2024
//@ aux-build: reader.rs
//@ no-prefer-dynamic
//@ only-x86_64-unknown-linux-gnu
//@ revisions: o0 o3 os
//@ compile-flags: -Cpanic=abort
//@[o0] compile-flags: -Copt-level=0
//@[o3] compile-flags: -Copt-level=3
//@[os] compile-flags: -Copt-level=s

// In a program without an allocator a call works where its machine fits, and panics where it does
// not: the message names the trait, the bytes needed, and `in_place`, which works.

#![no_std]
#![no_main]
#![feature(inline_async)]

extern crate reader;

use core::ffi::{c_int, c_void};
use core::fmt::{self, Write};
use core::future::inline_async::{InlinePlace, layout_for};
use core::panic::PanicInfo;
use core::pin::pin;

use reader::{Read, Reader, block_on, twice};

#[link(name = "c")]
unsafe extern "C" {
    fn write(file: c_int, bytes: *const c_void, count: usize) -> isize;
    fn exit(code: c_int) -> !;
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

const NEEDED: usize = layout_for::<Reader<1000>, dyn Read>().size();

/// The panic is what must happen, if it has the message that it must have.
#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    let (mut message, mut expected) =
        (Message { bytes: [0; 512], len: 0 }, Message { bytes: [0; 512], len: 0 });
    let _ = write!(message, "{}", info.message());
    let _ = write!(
        expected,
        "a call on `dyn reader::Read` needs {NEEDED} bytes aligned to 8 for its machine, which do \
         not fit into the call, and this program has no allocator: provide a place with \
         `in_place`, or for all calls of a future with `within`",
    );
    let message = &message.bytes[..message.len];
    let ok = message == &expected.bytes[..expected.len];
    // SAFETY: the bytes are there; both are always safe to call.
    unsafe {
        write(2, message.as_ptr().cast(), message.len());
        exit(if ok { 0 } else { 4 })
    }
}

// For `core` as it is compiled for unwinding.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}
#[allow(non_snake_case)]
#[unsafe(no_mangle)]
extern "C" fn _Unwind_Resume() -> ! {
    // SAFETY: always safe to call.
    unsafe { exit(102) }
}

#[unsafe(no_mangle)]
extern "C" fn main(_argc: c_int, _argv: *const *const u8) -> c_int {
    if block_on(twice(&mut Reader::<0>(2))) != 4 {
        return 1;
    }
    let reader: &mut dyn Read = &mut Reader::<1000>(2);
    let place = pin!(InlinePlace::<NEEDED>::new());
    let Ok(call) = reader.read().in_place(place) else { return 2 };
    if block_on(call) != 1002 {
        return 3;
    }
    block_on(twice(reader));
    // The panic is missing.
    5
}
