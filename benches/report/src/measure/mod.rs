//! The kinds of measurements, a module each.

pub mod allocations;
pub mod compile_time;
mod generated;
pub mod instructions;
pub mod scale;
pub mod size;
pub mod time;
