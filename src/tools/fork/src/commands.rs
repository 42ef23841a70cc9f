//! What `x.py` can do: a file for each command.

pub mod backend;
pub mod bare;
pub mod bench;
pub mod crates;
pub mod doctor;
pub mod document;
pub mod editor;
pub mod examples;
pub mod export;
pub mod fuzz;
pub mod handover;
pub mod library;
pub mod link;
pub mod machines;
pub mod matrix;
pub mod off;
pub mod parts;
pub mod prepare;
pub mod rebase;
pub mod sanitize;
pub mod sanitizer;
pub mod stress;
pub mod suite;
pub mod ui_suite;
