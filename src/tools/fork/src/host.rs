//! The machine: its programs, packages, room and files.

pub mod apart;
pub mod apt;
pub mod apt_failure;
pub mod cargo;
pub mod fsutil;
pub mod interrupt;
pub mod llvm;
pub mod lock;
pub mod memory;
pub mod needs;
pub mod process;
pub mod progress;
pub mod room;
pub mod stage0;
pub mod system;
