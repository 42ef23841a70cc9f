//! What a laboratory found before the protocol was built, beside what was built.
//!
//! The laboratory had the protocol written out by hand, as libraries. Its workloads are those of
//! this benchmark.

use workloads::case::Contestant;

use crate::ratios::{Measure, get, number};
use crate::results::Calls;

/// A workload and the contestants that the laboratory counted, with instructions a call.
struct Row {
    workload: &'static str,
    counted: &'static [(Contestant, f64)],
}

use Contestant::{CoroutineCall, DirectCall, Floor, HeapBinding, InHeapPlace, PollObject};

/// The laboratory's numbers, of the protocol that was built.
const ROWS: [Row; 11] = [
    Row {
        workload: "a-ready",
        counted: &[
            (Floor, 19.0),
            (CoroutineCall, 32.0),
            (PollObject, 29.0),
            (HeapBinding, 34.0),
            (DirectCall, 34.0),
            (InHeapPlace, 63.0),
        ],
    },
    Row {
        workload: "b-suspend-1",
        counted: &[(Floor, 75.0), (CoroutineCall, 95.0), (PollObject, 72.0), (HeapBinding, 93.0)],
    },
    Row {
        workload: "b-suspend-4",
        counted: &[
            (Floor, 192.0),
            (CoroutineCall, 239.0),
            (PollObject, 186.0),
            (HeapBinding, 222.0),
            (DirectCall, 222.0),
            (InHeapPlace, 255.0),
        ],
    },
    Row {
        workload: "b-suspend-16",
        counted: &[
            (Floor, 660.0),
            (CoroutineCall, 815.0),
            (PollObject, 642.0),
            (HeapBinding, 738.0),
        ],
    },
    Row {
        workload: "c-state-1024",
        counted: &[
            (Floor, 149.0),
            (CoroutineCall, 169.0),
            (PollObject, 171.0),
            (HeapBinding, 186.0),
        ],
    },
    Row {
        workload: "c-state-64",
        counted: &[
            (Floor, 80.0),
            (CoroutineCall, 98.0),
            (PollObject, 85.0),
            (HeapBinding, 107.0),
            (DirectCall, 369.0),
        ],
    },
    Row {
        workload: "d-chain-16-ready",
        counted: &[
            (Floor, 123.0),
            (CoroutineCall, 295.0),
            (PollObject, 173.0),
            (HeapBinding, 562.0),
            (DirectCall, 4887.0),
        ],
    },
    Row {
        workload: "d-chain-16-suspend-4",
        counted: &[
            (Floor, 977.0),
            (CoroutineCall, 1489.0),
            (PollObject, 906.0),
            (HeapBinding, 1646.0),
            (DirectCall, 8019.0),
        ],
    },
    Row {
        workload: "e-8-methods",
        counted: &[(Floor, 13.0), (CoroutineCall, 28.0), (PollObject, 22.0), (HeapBinding, 30.0)],
    },
    Row {
        workload: "j-arguments-6",
        counted: &[(Floor, 33.0), (CoroutineCall, 44.0), (PollObject, 39.0), (HeapBinding, 46.0)],
    },
    Row { workload: "k-shared-1", counted: &[(HeapBinding, 38.0)] },
];

/// Differences up to this are as good as none.
const NOTHING: f64 = 3.0;

/// Why a number differs, read off the code of both: by the beginning of the workload's name.
const REASONS: [(&str, Contestant, &str); 17] = [
    ("a-", HeapBinding, OF_A_CALL),
    ("e-", HeapBinding, OF_A_CALL),
    ("j-", HeapBinding, OF_A_CALL),
    ("b-", HeapBinding, OF_A_POLL),
    ("c-", HeapBinding, OF_A_POLL),
    ("d-", HeapBinding, OF_A_POLL),
    ("a-", DirectCall, OF_A_DIRECT_CALL),
    ("b-", DirectCall, OF_A_DIRECT_POLL),
    ("c-", DirectCall, OF_ELSEWHERE),
    ("d-", DirectCall, OF_ELSEWHERE),
    ("a-", InHeapPlace, OF_A_PLACE),
    ("b-", InHeapPlace, OF_A_POLL),
    ("c-", Floor, OF_STATE),
    ("c-", CoroutineCall, OF_STATE),
    ("c-", PollObject, OF_STATE),
    ("d-", CoroutineCall, OF_READINESS),
    ("k-", HeapBinding, OF_A_SHARED_CALL),
];

const OF_A_CALL: &str = "receiver written by each call and read (2), mask of the machine's address \
     (1), table loaded from the vtable, not beside it (1), tag tested in a register (1)";
const OF_A_POLL: &str = "what a ready call has more (5); where the first poll suspends, its code is \
     that of the later ones (2 to 4); in each suspension two more registers are saved for the \
     landing pad (4), which machine and call are in (2), and `run` tests the tag in a register, \
     has two addresses there and a jump (4)";
const OF_A_DIRECT_CALL: &str = "who polls asks the table whether the method fits the call, before \
     and after, where `run` knew it (6)";
const OF_A_DIRECT_POLL: &str = "what a ready call has more (6); in each suspension what a bound \
     call has more (10), another two registers (4), and the table is asked (3)";
const OF_A_PLACE: &str = "`in_place` does not ask whether the call has been polled before";
const OF_ELSEWHERE: &str = "who polls asks the table and takes the memory; in the laboratory a \
     function of the method did, with a second call";
const OF_STATE: &str = "the state is filled with zeros, in the laboratory with a byte that is not \
     known";
const OF_READINESS: &str = "each level says that it is ready, which LLVM saw through in the \
     laboratory's program (1)";
const OF_A_SHARED_CALL: &str = "as a ready call (4); whether the memory is the binding's is kept \
     and tested (5), and whether the call is done is asked once more (2)";

/// The table.
pub fn markdown(calls: &Calls) -> String {
    let mut text = "| workload | | laboratory | here | more | why |\n\
                    | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    let mut is_measured = false;
    for Row { workload, counted } in ROWS {
        for &(contestant, before) in counted {
            let row = calls.get(workload);
            let Some(here) = row.and_then(|row| get(row, contestant, Measure::Instructions)) else {
                continue;
            };
            is_measured = true;
            let more = here - before;
            let reason = match reason(workload, contestant) {
                _ if more.abs() <= NOTHING => "",
                Some(reason) => reason,
                None => "**unexplained**",
            };
            text += &format!(
                "| {workload} | {contestant} | {before} | {} | {more:+.0} | {reason} |\n",
                number(Some(here)),
            );
        }
    }
    if is_measured { text } else { "Not measured.\n".to_owned() }
}

fn reason(workload: &str, contestant: Contestant) -> Option<&'static str> {
    let mut reasons = REASONS.into_iter();
    let found =
        reasons.find(|(start, whose, _)| workload.starts_with(start) && *whose == contestant);
    found.map(|(_, _, reason)| reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::Call;

    #[test]
    fn what_differs_is_explained_or_said_not_to_be() {
        let of = |instructions| {
            let call = Call { instructions: Some(instructions), ..Call::default() };
            let row = [("static".to_owned(), call)].into_iter().collect();
            markdown(&Calls::from([("a-ready".to_owned(), row)]))
        };
        assert!(of(21.0).contains("| 19 | 21 | +2 |  |"), "{}", of(21.0));
        assert!(of(29.0).contains("| 19 | 29 | +10 | **unexplained** |"), "{}", of(29.0));
    }
}
