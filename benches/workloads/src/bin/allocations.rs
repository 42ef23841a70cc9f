//! Runs cases with a counting allocator and prints a line of JSON for each.
//!
//! `allocations [WORKLOAD…]` does that for all cases, or those of some workloads; `allocations
//! --population N` for N objects at once; `allocations --sizes` for what a binding takes.

use std::any::Any;

use serde_json::json;
use workloads::case::{Case, Contestant};
use workloads::cases;
use workloads::counting::{Counting, Memory};
use workloads::population;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [option, count] = &arguments[..]
        && option == "--population"
    {
        let count = count.parse().expect("a number of objects");
        for contestant in population::CONTESTANTS {
            println!("{}", crowd(contestant, count));
        }
        return;
    }
    if arguments == ["--sizes"] {
        println!("{}", sizes());
        return;
    }
    for case in cases::all() {
        if arguments.is_empty() || arguments.contains(&case.workload) {
            println!("{}", measure(&case));
        }
    }
}

fn crowd(contestant: Contestant, count: usize) -> serde_json::Value {
    let live = |make: fn(Contestant, usize) -> Box<dyn Any>| {
        let before = Memory::read();
        let keep = make(contestant, count);
        let after = Memory::read();
        drop(keep);
        json!({
            "allocations": (after.allocations - before.allocations) as f64 / count as f64,
            "bytes": (after.live - before.live) as f64 / count as f64,
        })
    };
    json!({
        "contestant": contestant.name(),
        "count": count,
        "idle": live(population::idle),
        "running": live(population::running),
    })
}

/// What an idle binding takes on the heap and in whatever holds it, beside its object and the
/// machine.
fn sizes() -> serde_json::Value {
    const COUNT: usize = 1000;
    let before = Memory::read();
    let keep = population::idle(Contestant::HeapBinding, COUNT);
    let live = Memory::read().live - before.live;
    drop(keep);
    let (object, machine) = population::OBJECT_AND_MACHINE;
    // The list is an allocation of its own.
    let list = size_of::<Vec<u8>>();
    json!({
        "idle-heap-binding": (live - list) as f64 / COUNT as f64 - (object + machine) as f64,
        "machine": machine,
        "object": object,
    })
}

fn measure(case: &Case) -> serde_json::Value {
    let before = Memory::read();
    Memory::reset_peak();
    let mut run = (case.make)();
    // As for instructions: what the first call alone allocates is in the peak and not in the rest.
    run(case.warm_up);
    let made = Memory::read();
    let outcome = run(case.calls);
    let after = Memory::read();
    json!({
        "workload": case.workload,
        "contestant": case.contestant.name(),
        "calls": case.calls,
        "allocations": after.allocations - made.allocations,
        "bytes": after.allocated - made.allocated,
        "peak": after.peak - before.live,
        "frame": outcome.frame,
    })
}
