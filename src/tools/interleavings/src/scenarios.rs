//! What threads do with the words that they share, one file for each file of the library.

mod blocks;
mod tag;
