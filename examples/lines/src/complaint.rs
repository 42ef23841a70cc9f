//! Complaints on standard error.

use std::fmt::Display;
use std::io::{self, Write};

/// Prints `lines: ABOUT: REASON`.
pub fn print(about: impl Display, reason: &dyn Display) {
    // There is nobody left to tell when this cannot be written.
    let _ = writeln!(io::stderr(), "lines: {about}: {reason}");
}
