//! What `--stats` prints.

use std::io::{self, Write};

use crate::allocations;

/// Calls made and allocations counted.
#[derive(Default)]
pub struct Stats {
    calls: u64,
    allocations: u64,
}

impl Stats {
    /// A reading loop begins, and ends when what this gives is dropped.
    pub fn reading(&mut self) -> Reading<'_> {
        Reading { stats: self, before: allocations::count() }
    }

    /// Prints the numbers to standard error.
    pub fn print(&self) {
        let Stats { calls, allocations } = self;
        let total = allocations::count();
        // There is nobody left to tell when this cannot be written.
        let _ = write!(
            io::stderr(),
            "calls: {calls}\nallocations while reading: {allocations}\n\
             allocations in total: {total}\n",
        );
    }
}

/// A reading loop under way.
pub struct Reading<'a> {
    stats: &'a mut Stats,
    before: u64,
}

impl Reading<'_> {
    /// A call is made.
    pub fn call(&mut self) {
        self.stats.calls += 1;
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        self.stats.allocations += allocations::count() - self.before;
    }
}
