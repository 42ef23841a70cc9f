//! Mutated programs that use inline async traits, looking for inputs that crash the compiler.
//!
//! A [`corpus`] of programs is split into token trees ([`source`]), in which [`chunks`] finds items,
//! statements and fields without knowing more of the grammar than where they end: what is refused
//! by the parser is worth trying too. [`mutate`] makes one program from one or two others, and from
//! nothing but a seed and a number. [`compile`] compiles it with both trait solvers, never runs it,
//! and reads off how the compiler ended. Where that is no orderly end, the same program without
//! `inline` ([`bare`]) says whose fault it is, and [`minimise`] takes away what does not matter.
//! [`run`] does that for many programs.

pub mod bare;
pub mod chunks;
pub mod compile;
pub mod corpus;
pub mod ending;
pub mod minimise;
pub mod mutate;
pub mod run;
pub mod save;
pub mod source;
