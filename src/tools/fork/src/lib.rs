//! The fork's front door.
//!
//! The repository holds new files whole and edits to upstream's files as a patch
//! series. This crate puts both together with a pristine base in `build/rust`
//! ([`commands::prepare`]), writes them back ([`commands::export`]), moves them to another
//! base ([`commands::rebase`]), and hands everything else over to the base's own `x.py`
//! ([`commands::handover`]).
//!
//! It is a house of four storeys, each of which imports only from itself and from those
//! below: [`project`] (what a project is), [`host`] (the machine), [`series`] (the fork as
//! patches on a base) and [`commands`] (what `x.py` can do). On top is [`cli`], which
//! nothing imports. No two files import each other, over however many others.

pub mod cli;
pub mod commands;
pub mod host;
pub mod project;
pub mod series;
#[cfg(test)]
mod storeys;
