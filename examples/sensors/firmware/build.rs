//! The memory of the two microcontrollers, for the linker script of `cortex-m-rt`.

use std::path::PathBuf;
use std::{env, fs};

/// STM32F405, as on a Netduino Plus 2.
const CORTEX_M4: &str = "MEMORY {
    FLASH : ORIGIN = 0x08000000, LENGTH = 1024K
    RAM : ORIGIN = 0x20000000, LENGTH = 128K
}
";

/// nRF51822, as on a micro:bit.
const CORTEX_M0: &str = "MEMORY {
    FLASH : ORIGIN = 0x00000000, LENGTH = 256K
    RAM : ORIGIN = 0x20000000, LENGTH = 16K
}
";

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap());
    let target = env::var("TARGET").unwrap();
    let (memory, processor_hz) = match &*target {
        "thumbv7em-none-eabihf" => (CORTEX_M4, 168_000_000),
        "thumbv6m-none-eabi" => (CORTEX_M0, 16_000_000),
        _ => panic!("this firmware is for thumbv7em-none-eabihf and thumbv6m-none-eabi"),
    };
    fs::write(out.join("memory.x"), memory).unwrap();
    println!("cargo:rustc-link-search={}", out.display());
    println!("cargo:rustc-link-arg-bins=-Tlink.x");
    println!("cargo:rustc-env=PROCESSOR_HZ={processor_hz}");
    println!("cargo:rerun-if-changed=build.rs");
}
