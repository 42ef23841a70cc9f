//! The workloads: what is called, how often, and how the calls are driven.
//!
//! A [`Case`] is one workload for one contestant. [`cases::all`] lists them; the programs of this
//! crate and the crate `time` measure them, each in its own way, and the smoke test runs them all.
//!
//! [`Case`]: case::Case

#![feature(inline_async)]

pub mod case;
pub mod cases;
pub mod chains;
pub mod counting;
pub mod population;

mod arguments;
mod calls;
mod closing;
mod executor;
mod methods;
mod shared;
mod streams;
mod tasks;

// The counting of the main example, which workload (i) is about.
#[allow(dead_code)]
#[path = "../../../examples/wc/src/characters.rs"]
mod characters;
#[path = "../../../examples/wc/src/counter.rs"]
mod counter;
