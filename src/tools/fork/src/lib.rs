//! The fork's front door.
//!
//! The repository holds new files whole and edits to upstream's files as a patch
//! series. This crate puts both together with a pristine base in `build/rust`
//! ([`prepare`]), writes them back ([`export`]), moves them to another base
//! ([`rebase`]), and hands everything else over to the base's own `x.py`
//! ([`handover`]).
//!
//! The modules from the bottom up: [`process`], [`fsutil`], [`git`] · [`patch`],
//! [`repository`] (what the repository says), [`series`] (repository to commits),
//! [`history`] (commits to patches), [`state`] and [`checkout`] (what was put in
//! `build/rust`, and how it gets there) · the commands.

pub mod base;
pub mod bench;
pub mod checkout;
pub mod cli;
pub mod doctor;
pub mod edits;
pub mod examples;
pub mod export;
pub mod fetch;
pub mod fsutil;
pub mod git;
pub mod handover;
pub mod history;
pub mod layout;
pub mod lock;
pub mod musts;
pub mod needs;
pub mod off;
pub mod patch;
pub mod prepare;
pub mod process;
pub mod progress;
pub mod rebase;
pub mod repository;
pub mod room;
pub mod sanitize;
pub mod sanitizer;
pub mod series;
pub mod settings;
pub mod stage0;
pub mod stand_ins;
pub mod state;
pub mod stress;
pub mod style;
pub mod suite;
pub mod tally;
pub mod tidy;
pub mod ui_suite;
