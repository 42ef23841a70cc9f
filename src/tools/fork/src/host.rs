//! The machine: its programs, packages, room and files.

pub mod fsutil;
pub mod lock;
pub mod needs;
pub mod process;
pub mod progress;
pub mod room;
pub mod stage0;
