//! Complaints on standard error.

use std::io::{self, Write};

/// Prints `wc: NAME: reason`.
pub fn print(name: &str, error: &io::Error) {
    // There is nobody left to tell when this cannot be written.
    let _ = writeln!(io::stderr(), "wc: {name}: {}", reason(error));
}

/// The error in the words of the C library, which has no ` (os error 2)` at their end.
fn reason(error: &io::Error) -> String {
    let mut reason = error.to_string();
    if let Some(code) = error.raw_os_error() {
        let suffix = format!(" (os error {code})");
        if reason.ends_with(&suffix) {
            reason.truncate(reason.len() - suffix.len());
        }
    }
    reason
}
