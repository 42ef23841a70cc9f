//! Builds the firmware, runs it on emulated machines, and measures it.

pub mod firmware;
pub mod image;
pub mod machine;
pub mod table;
