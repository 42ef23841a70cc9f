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

// It is `alloc` that gives a program an allocator for its calls; `std` is not needed, nor that
// the program allocates anything by itself.

#![no_std]
#![no_main]

extern crate alloc;
extern crate reader;

use core::alloc::{GlobalAlloc, Layout};
use core::ffi::{c_int, c_void};
use core::panic::PanicInfo;

use reader::{Reader, block_on, twice};

#[link(name = "c")]
unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn free(memory: *mut c_void);
    fn exit(code: c_int) -> !;
}

struct Malloc;

// SAFETY: the machines here are aligned to a word, and so is what `malloc` gives.
unsafe impl GlobalAlloc for Malloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: any size will do.
        unsafe { malloc(layout.size()).cast() }
    }

    unsafe fn dealloc(&self, memory: *mut u8, _layout: Layout) {
        // SAFETY: it is from `malloc`.
        unsafe { free(memory.cast()) }
    }
}

#[global_allocator]
static ALLOCATOR: Malloc = Malloc;

#[panic_handler]
fn panic(_info: &PanicInfo<'_>) -> ! {
    // SAFETY: always safe to call.
    unsafe { exit(101) }
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
    let small = block_on(twice(&mut Reader::<0>(2)));
    let large = block_on(twice(&mut Reader::<1000>(2)));
    if (small, large) == (4, 3004) { 0 } else { 1 }
}
