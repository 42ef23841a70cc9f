//! The tool from outside, on a miniature base and a miniature repository.

mod adopt;
mod bad_circumstances;
mod base;
mod command_line;
mod commands;
mod crates;
mod downloads;
mod export;
mod guide;
mod installing;
mod kill;
mod launcher;
mod packages;
mod prepare;
mod rebase;
mod surroundings;
mod world;
