// A `#![no_std]` library that uses `InlinePlace` and no `alloc` compiles, and its object file refers
// to no allocation symbol: neither to the allocator nor to what the default place allocates with.
// (The drop of a call may mention what gives back to the latter, which in a program without an
// allocator does nothing.)

//@ ignore-cross-compile

use run_make_support::{llvm_nm, rustc};

fn main() {
    for level in ["0", "3", "s"] {
        rustc()
            .input("lib.rs")
            .edition("2024")
            .opt_level(level)
            .codegen_units(1)
            .emit("obj")
            .output("lib.o")
            .run();
        let symbols = llvm_nm().input("lib.o").run().stdout_utf8();
        // The right file was read.
        assert!(symbols.contains(" T read_zeros") || symbols.contains(" T _read_zeros"));
        for symbol in symbols.lines() {
            if symbol.ends_with("__rust_inline_async_deallocate") {
                continue;
            }
            for word in ["__rust_", "__rdl_", "__rg_", "malloc", "_5alloc"] {
                assert!(!symbol.contains(word), "opt-level {level}: {symbol}");
            }
        }
    }
}
