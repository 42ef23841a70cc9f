//! The fork as patches on a base, and the tree and compiler that come of them.
//!
//! From the bottom up: [`git`] · [`patch`], [`repository`] (what the repository says),
//! [`apply`] (repository to commits), [`history`] (commits to patches), [`state`] and
//! [`checkout`] (what was put in `build/rust`, and how it gets there), [`edits`] (what was
//! written there since) · [`distribution`], [`stand_ins`], [`fetch`] and [`base`] · [`tree`]
//! (all of that together), [`ready`] (a tree that can be built) and [`compiler`] (what was built).

pub mod apply;
pub mod base;
pub mod checkout;
pub mod compiler;
pub mod distribution;
pub mod edits;
pub mod fetch;
pub mod git;
pub mod history;
pub mod patch;
pub mod ready;
pub mod repository;
pub mod stand_ins;
pub mod state;
pub mod tree;
