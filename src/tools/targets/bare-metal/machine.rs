//! A Cortex-M in QEMU: where it begins, and what it asks of QEMU.

use core::arch::{asm, global_asm};
use core::fmt;

// The stack and the beginning are what the processor loads when it starts; every exception ends the
// run. A processor with floating point is told to have it on, before any function saves its registers.
global_asm!(
    ".section .vectors, \"a\"",
    ".word stack_top",
    ".word reset",
    ".rept 14",
    ".word fault",
    ".endr",
    ".section .text.reset, \"ax\"",
    ".thumb_func",
    "reset:",
    "bl switch_on",
    "bl begin",
    ".thumb_func",
    "fault:",
    "bl faulted",
);

#[cfg(target_abi = "eabihf")]
global_asm!(
    ".section .text.switch_on, \"ax\"",
    ".thumb_func",
    "switch_on:",
    "ldr r0, =0xE000ED88",
    "ldr r1, [r0]",
    "orr r1, r1, #0xF00000",
    "str r1, [r0]",
    "dsb",
    "isb",
    "bx lr",
);

#[cfg(not(target_abi = "eabihf"))]
global_asm!(".section .text.switch_on, \"ax\"", ".thumb_func", "switch_on:", "bx lr");

unsafe extern "C" {
    static data_from: u32;
    static mut data_begin: u32;
    static mut data_end: u32;
    static mut bss_begin: u32;
    static mut bss_end: u32;
}

/// Fills the memory of statics, and goes to the tests.
#[unsafe(no_mangle)]
extern "C" fn begin() -> ! {
    // SAFETY: the script of the linker has put these around the statics, which nobody uses yet.
    unsafe {
        let words = (&raw mut data_end).offset_from_unsigned(&raw mut data_begin);
        for word in 0..words {
            let value = (&raw const data_from).add(word).read_volatile();
            (&raw mut data_begin).add(word).write_volatile(value);
        }
        let words = (&raw mut bss_end).offset_from_unsigned(&raw mut bss_begin);
        for word in 0..words {
            (&raw mut bss_begin).add(word).write_volatile(0);
        }
    }
    crate::main()
}

#[unsafe(no_mangle)]
extern "C" fn faulted() -> ! {
    write("the processor has met a fault\n\0");
    exit(false)
}

/// Where the statics are that begin as zeros.
pub fn zeros() -> core::ops::Range<usize> {
    (&raw const bss_begin).addr()..(&raw const bss_end).addr()
}

/// Asks QEMU for something.
fn ask(what: usize, argument: usize) {
    // SAFETY: QEMU reads at most the text that the argument points to, up to its zero.
    unsafe { asm!("bkpt 0xAB", inout("r0") what => _, in("r1") argument, options(nostack)) }
}

fn write(text: &str) {
    assert!(text.ends_with('\0'));
    ask(4, text.as_ptr().addr());
}

/// Ends the run.
pub fn exit(well: bool) -> ! {
    // The application has ended by itself, or by an error.
    let reason = if well { 0x2_0026 } else { 0x2_0023 };
    ask(0x18, reason);
    loop {}
}

/// Prints.
pub struct Console;

impl fmt::Write for Console {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for piece in text.as_bytes().chunks(63) {
            let mut with_zero = [0; 64];
            with_zero[..piece.len()].copy_from_slice(piece);
            // QEMU wants bytes, whether they are whole characters or not.
            ask(4, with_zero.as_ptr().addr());
        }
        Ok(())
    }
}

/// A static for the one thread that there is.
pub struct OneThread<T>(T);

// SAFETY: there is one thread, and no interrupt.
unsafe impl<T> Sync for OneThread<T> {}

impl<T> OneThread<T> {
    pub const fn new(value: T) -> Self {
        OneThread(value)
    }

    pub fn get(&self) -> &T {
        &self.0
    }
}
