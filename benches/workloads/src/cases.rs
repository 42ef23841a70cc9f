//! The list of all cases. It imports the workloads, and none of them imports it.

use crate::case::Case;
use crate::{arguments, calls, chains, closing, methods, shared, streams, tasks};

/// All cases, the workloads in order.
pub fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    cases.extend(calls::cases());
    cases.extend(chains::cases());
    cases.extend(methods::cases());
    cases.extend(closing::cases());
    cases.extend(tasks::cases());
    cases.extend(streams::echo::cases());
    cases.extend(streams::wc::cases());
    cases.extend(arguments::cases());
    cases.extend(shared::cases());
    cases
}

/// Makes the files that a case reads, which takes some hundred times as long in a program whose
/// instructions are counted.
pub fn make_files(case: &Case) {
    if case.workload.starts_with("i-") {
        streams::make_input();
    }
}

/// The case of this name.
pub fn named(name: &str) -> Option<Case> {
    let mut cases = all();
    cases.extend(chains::cases_of_scale());
    cases.into_iter().find(|case| case.name() == name)
}
