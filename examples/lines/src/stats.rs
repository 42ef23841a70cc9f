//! What is known of a connection when it is closed.

use std::fmt::{self, Display};
use std::ops::AddAssign;

/// What went over a connection, or over all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stats {
    /// Bytes that came from the peer.
    pub received: u64,
    /// Bytes that went to the peer.
    pub sent: u64,
    /// Lines that were read.
    pub lines: u64,
    /// Lines that were read later than they could have been.
    pub delayed: u64,
    /// Calls that ended on another thread than they started on.
    pub moved: u64,
}

impl AddAssign for Stats {
    fn add_assign(&mut self, other: Self) {
        self.received += other.received;
        self.sent += other.sent;
        self.lines += other.lines;
        self.delayed += other.delayed;
        self.moved += other.moved;
    }
}

impl Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Stats { received, sent, lines, delayed, moved } = self;
        writeln!(f, "bytes received: {received}")?;
        writeln!(f, "bytes sent: {sent}")?;
        writeln!(f, "lines: {lines}")?;
        writeln!(f, "lines delayed: {delayed}")?;
        writeln!(f, "calls that changed threads: {moved}")
    }
}
