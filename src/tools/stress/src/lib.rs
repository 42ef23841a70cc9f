//! Random programs that use inline async traits, checked against static calls.
//!
//! [`generate`] makes a program up from a seed: traits, implementations, and sequences of starting,
//! polling, cancelling and leaking calls in places and on bindings. [`write`] turns it into source,
//! in which everything is done three times: on trait objects, with static calls on the objects' own
//! types, and with static calls of the same bodies as `async fn`s that belong to no trait. Running,
//! the program compares what they did, event by event, and the allocations that are live after
//! each. [`run`] compiles and runs programs one after another.

pub mod generate;
pub mod model;
pub mod run;
pub mod write;
