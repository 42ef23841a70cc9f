//! Runs cases with a counting allocator and prints a line of JSON for each.
//!
//! `allocations [--all | CASE…]`

use serde_json::json;
use workloads::case::{self, Case};
use workloads::counting::{Counting, Memory};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() {
    let names: Vec<String> = std::env::args().skip(1).collect();
    for case in case::all() {
        if names.is_empty() || names.contains(&case.name()) {
            println!("{}", measure(&case));
        }
    }
}

fn measure(case: &Case) -> serde_json::Value {
    let before = Memory::read();
    Memory::reset_peak();
    let mut run = (case.make)();
    // As for instructions: what the first call alone allocates is in the peak and not in the rest.
    run(8);
    let made = Memory::read();
    let outcome = run(case.calls);
    let after = Memory::read();
    json!({
        "case": case.name(),
        "calls": case.calls,
        "allocations": after.allocations - made.allocations,
        "bytes": after.allocated - made.allocated,
        "peak": after.peak - before.live,
        "frame": outcome.frame,
    })
}
