//@ edition: 2024
//@ only-x86_64
//@ ignore-windows (it knows ABIs that x86-64 has on no other system)

// Every ABI that the compiler knows, as that of an inline async method. Those that
// `dispatch/abis.rs` shows to work are accepted (the trait `Accepted`). Where the target has no such
// ABI that is said as of any function. The others are refused for what they are here.

#![feature(
    abi_avr_interrupt, abi_cmse_nonsecure_call, abi_custom, abi_gpu_kernel,
    abi_msp430_interrupt, abi_ptx, abi_riscv_interrupt, abi_unadjusted, abi_vectorcall,
    abi_x86_interrupt, cmse_nonsecure_entry, inline_async_fn, rust_cold_cc,
    rust_preserve_none_cc, rustc_attrs, unboxed_closures,
)]
#![allow(internal_features, unsupported_calling_conventions, missing_abi, dead_code)]

trait Accepted {
    inline async extern "C" fn c(&self, x: u64) -> u64;
    inline async extern "C-unwind" fn c_unwind(&self, x: u64) -> u64;
    inline async extern "Rust" fn rust(&self, x: u64) -> u64;
    inline async extern "cdecl" fn cdecl(&self, x: u64) -> u64;
    inline async extern "cdecl-unwind" fn cdecl_unwind(&self, x: u64) -> u64;
    inline async extern "efiapi" fn efiapi(&self, x: u64) -> u64;
    inline async extern "rust-cold" fn rust_cold(&self, x: u64) -> u64;
    inline async extern "rust-preserve-none" fn rust_preserve_none(&self, x: u64) -> u64;
    inline async extern "system" fn system(&self, x: u64) -> u64;
    inline async extern "system-unwind" fn system_unwind(&self, x: u64) -> u64;
    inline async extern "sysv64" fn sysv64(&self, x: u64) -> u64;
    inline async extern "sysv64-unwind" fn sysv64_unwind(&self, x: u64) -> u64;
    inline async extern "win64" fn win64(&self, x: u64) -> u64;
    inline async extern "win64-unwind" fn win64_unwind(&self, x: u64) -> u64;
    inline async extern fn no_name(&self, x: u64) -> u64;
}

trait Refused {
    inline async extern "rust-call" fn rust_call(&self, x: (u64,)) -> u64;
    //~^ ERROR `inline async fn` cannot be `extern "rust-call"`
    inline async extern "unadjusted" fn unadjusted(&self, x: (u64,)) -> u64;
    //~^ ERROR `inline async fn` cannot be `extern "unadjusted"`
    inline async extern "vectorcall" fn vectorcall(&self, x: (u64,)) -> u64;
    //~^ ERROR `inline async fn` cannot be `extern "vectorcall"`
    inline async extern "vectorcall-unwind" fn vectorcall_unwind(&self, x: (u64,)) -> u64;
    //~^ ERROR `inline async fn` cannot be `extern "vectorcall-unwind"`
}

trait NeverAsync {
    inline async unsafe extern "custom" fn custom(&self);
    //~^ ERROR `inline async fn` cannot be `extern "custom"`
    //~| ERROR invalid signature for `extern "custom"` function
    inline async unsafe extern "x86-interrupt" fn x86_interrupt(&self);
    //~^ ERROR `inline async fn` cannot be `extern "x86-interrupt"`
}

trait NotOnThisTarget {
    inline async extern "aapcs" fn aapcs(&self);
    //~^ ERROR "aapcs" is not a supported ABI for the current target
    inline async extern "aapcs-unwind" fn aapcs_unwind(&self);
    //~^ ERROR "aapcs-unwind" is not a supported ABI for the current target
    inline async extern "avr-interrupt" fn avr_interrupt(&self);
    //~^ ERROR "avr-interrupt" is not a supported ABI for the current target
    inline async extern "avr-non-blocking-interrupt" fn avr_non_blocking_interrupt(&self);
    //~^ ERROR "avr-non-blocking-interrupt" is not a supported ABI for the current target
    inline async extern "cmse-nonsecure-call" fn cmse_nonsecure_call(&self);
    //~^ ERROR "cmse-nonsecure-call" is not a supported ABI for the current target
    //~| ERROR the `"cmse-nonsecure-call"` ABI is only allowed on function pointers
    inline async extern "cmse-nonsecure-entry" fn cmse_nonsecure_entry(&self);
    //~^ ERROR "cmse-nonsecure-entry" is not a supported ABI for the current target
    //~| ERROR generics are not allowed in `extern "cmse-nonsecure-entry"` signatures
    inline async extern "fastcall" fn fastcall(&self);
    //~^ ERROR "fastcall" is not a supported ABI for the current target
    inline async extern "fastcall-unwind" fn fastcall_unwind(&self);
    //~^ ERROR "fastcall-unwind" is not a supported ABI for the current target
    inline async extern "gpu-kernel" fn gpu_kernel(&self);
    //~^ ERROR "gpu-kernel" is not a supported ABI for the current target
    inline async extern "msp430-interrupt" fn msp430_interrupt(&self);
    //~^ ERROR "msp430-interrupt" is not a supported ABI for the current target
    inline async extern "ptx-kernel" fn ptx_kernel(&self);
    //~^ ERROR "ptx-kernel" is not a supported ABI for the current target
    inline async extern "riscv-interrupt-m" fn riscv_interrupt_m(&self);
    //~^ ERROR "riscv-interrupt-m" is not a supported ABI for the current target
    inline async extern "riscv-interrupt-s" fn riscv_interrupt_s(&self);
    //~^ ERROR "riscv-interrupt-s" is not a supported ABI for the current target
    inline async extern "rust-invalid" fn rust_invalid(&self);
    //~^ ERROR "rust-invalid" is not a supported ABI for the current target
    inline async extern "stdcall" fn stdcall(&self);
    //~^ ERROR "stdcall" is not a supported ABI for the current target
    inline async extern "stdcall-unwind" fn stdcall_unwind(&self);
    //~^ ERROR "stdcall-unwind" is not a supported ABI for the current target
    inline async extern "thiscall" fn thiscall(&self);
    //~^ ERROR "thiscall" is not a supported ABI for the current target
    inline async extern "thiscall-unwind" fn thiscall_unwind(&self);
    //~^ ERROR "thiscall-unwind" is not a supported ABI for the current target
}

fn main() {}
