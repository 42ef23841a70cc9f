//! Runs cases for callgrind, which counts what happens within [`measured`] and writes a profile
//! when that is left.
//!
//! `instructions CASE…` prints a line with name and number of calls for each. `instructions --calls N
//! CASE` makes so many calls of one case, for a count of the whole program.

use std::hint::black_box;

use workloads::case::{Outcome, Run};
use workloads::cases;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [option, calls, name] = &arguments[..]
        && option == "--calls"
    {
        let case = cases::named(name).expect("the name of a case");
        black_box((case.make)()(calls.parse().expect("a number of calls")));
        return;
    }
    for name in arguments {
        let case = cases::named(&name).expect("the names of cases");
        let mut run = (case.make)();
        // What is done by the first call alone: buffers that grow, memory that malloc asks for.
        black_box(run(case.warm_up));
        black_box(measured(&mut run, case.counted));
        println!("{name} {}", case.counted);
    }
}

/// What is counted. It has a name that callgrind can be told.
#[unsafe(no_mangle)]
#[inline(never)]
fn measured(run: &mut Run, calls: u64) -> Outcome {
    run(calls)
}
