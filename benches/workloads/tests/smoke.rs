//! Every workload runs, gives the same for every contestant, and allocates where it is meant to.

use std::collections::{BTreeMap, BTreeSet};

use workloads::case::{Case, Contestant, Outcome};
use workloads::cases;
use workloads::counting::{Counting, Memory};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// At least these: more where that many run at once.
const CALLS: u64 = 16;

/// What a case gives, and what it allocates once it has warmed up.
fn run(case: &Case) -> (Outcome, usize) {
    let mut run = (case.make)();
    let calls = CALLS.max(case.warm_up);
    run(calls);
    let before = Memory::read();
    let outcome = run(calls);
    (outcome, Memory::read().allocations - before.allocations)
}

// One test: the allocator counts for all threads, and tests run on several.
#[test]
fn every_workload_runs() {
    let mut sums = BTreeMap::<String, (Contestant, u64)>::new();
    let mut wrong = Vec::new();
    let mut names = BTreeSet::new();
    for case in cases::all() {
        if !names.insert(case.name()) {
            wrong.push(format!("there are two {}", case.name()));
        }
        let (outcome, allocations) = run(&case);
        let (first, sum) =
            *sums.entry(case.workload.clone()).or_insert((case.contestant, outcome.sum));
        if outcome.sum != sum {
            wrong.push(format!("{} gives {}, {first} {sum}", case.name(), outcome.sum));
        }
        if case.allocates_nothing() && allocations != 0 {
            wrong.push(format!("{} allocates {allocations} times", case.name()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(sums.len() >= 24, "{sums:?}");
}
