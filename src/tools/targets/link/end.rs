//! How a program without `std` ends. It is a file of each program, not a library: each must have a
//! panic handler of its own.

unsafe extern "C" {
    fn exit(code: core::ffi::c_int) -> !;
}

/// What a program that panics as it must exits with.
const NO_ALLOCATOR: core::ffi::c_int = 7;

#[panic_handler]
fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
    let mut found = Found { says_why: false };
    let _ = core::fmt::Write::write_fmt(&mut found, format_args!("{}", info.message()));
    // SAFETY: always safe to call.
    unsafe { exit(if found.says_why { NO_ALLOCATOR } else { 101 }) }
}

/// Looks for the words in a message that comes in pieces.
struct Found {
    says_why: bool,
}

impl core::fmt::Write for Found {
    fn write_str(&mut self, piece: &str) -> core::fmt::Result {
        self.says_why |= piece.contains("this program has no allocator");
        Ok(())
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
