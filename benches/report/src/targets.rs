//! What was to be reached, and whether it was.

use std::collections::BTreeMap;

use anyhow::Result;
use workloads::case::Contestant;

use crate::arguments::Part;
use crate::ratios::{Measure, Row, best_workaround, get};
use crate::results::{Built, Calls, Compiled, Results};

/// One target, looked at.
pub struct Target {
    pub what: &'static str,
    /// What it was before.
    pub before: &'static str,
    pub goal: f64,
    pub unit: Unit,
    /// The part of the benchmark that measures it.
    pub part: Part,
    /// What was measured, the worst first, with where.
    pub numbers: Vec<(String, f64)>,
}

/// What the numbers of a target are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Ratio,
    Bytes,
    Count,
    Percent,
}

impl Unit {
    pub fn show(self, number: f64) -> String {
        match self {
            Unit::Ratio => format!("{number:.2}"),
            Unit::Bytes => format!("{number:.0} B"),
            Unit::Count => format!("{number:.0}"),
            Unit::Percent => format!("{number:+.2} %"),
        }
    }
}

impl Target {
    /// All that is worse than the goal, as it is shown.
    pub fn misses(&self) -> &[(String, f64)] {
        let limit = match self.unit {
            Unit::Ratio | Unit::Percent => self.goal + 0.005,
            Unit::Bytes | Unit::Count => self.goal,
        };
        let count = self.numbers.iter().take_while(|(_, number)| *number > limit).count();
        &self.numbers[..count]
    }

    fn ratio(what: &'static str, before: &'static str, goal: f64, numbers: Numbers) -> Self {
        Target::new(what, before, goal, Unit::Ratio, Part::Instructions, numbers)
    }

    fn new(
        what: &'static str,
        before: &'static str,
        goal: f64,
        unit: Unit,
        part: Part,
        mut numbers: Numbers,
    ) -> Self {
        numbers.sort_by(|a, b| b.1.total_cmp(&a.1));
        Target { what, before, goal, unit, part, numbers }
    }
}

type Numbers = Vec<(String, f64)>;

const BINDINGS: [Contestant; 2] = [Contestant::HeapBinding, Contestant::InlineBinding];
const PLACES: [Contestant; 4] = [
    Contestant::HeapBinding,
    Contestant::InlineBinding,
    Contestant::InHeapPlace,
    Contestant::InInlinePlace,
];

/// All targets that can be read off the results.
pub fn all(results: &Results) -> Result<Vec<Target>> {
    let calls: Calls = results.read("calls")?;
    let size: BTreeMap<String, Built> = results.read("size")?;
    let code: BTreeMap<String, f64> = results.read("code-a-method")?;
    let sizes: BTreeMap<String, f64> = results.read("sizes")?;
    let compiled: Vec<Compiled> = results.read("compile-time")?;
    let mut targets = calls_on_bindings(&calls);
    targets.extend(other_calls(&calls));
    targets.extend(memory(&calls, &sizes));
    targets.extend(code_and_compiler(&size, &code, &compiled));
    Ok(targets)
}

fn calls_on_bindings(calls: &Calls) -> Vec<Target> {
    let to_coroutine = |wants: &dyn Fn(&str) -> bool| {
        let pairs = |_: &Row| BINDINGS.map(|it| (it, Contestant::CoroutineCall)).into();
        ratios(calls, Measure::Instructions, wants, pairs)
    };
    let is_short = |name: &str| ["a-", "e-", "j-"].iter().any(|start| name.starts_with(start));
    let is_long = |name: &str| name.starts_with("d-chain-4-") || name.starts_with("d-chain-16-");
    let best = |row: &Row| {
        let best = best_workaround(row, Measure::Instructions);
        best.map_or(Vec::new(), |(best, _)| PLACES.map(|ours| (ours, best)).into())
    };
    vec![
        Target::ratio(
            "Bindings to `coroutine-call`: ready, arguments, 8 methods",
            "1.75",
            1.10,
            to_coroutine(&is_short),
        ),
        Target::ratio(
            "Bindings to `coroutine-call`: 1 to 16 suspensions",
            "1.13–1.31",
            1.00,
            to_coroutine(&|name| name.starts_with("b-")),
        ),
        Target::ratio(
            "Bindings to `coroutine-call`: chains of 4 and 16, ready",
            "2.8–3.2",
            1.9,
            to_coroutine(&|name| is_long(name) && name.ends_with("-ready")),
        ),
        Target::ratio(
            "Bindings to `coroutine-call`: chains of 4 and 16, four suspensions",
            "1.7–1.9",
            1.15,
            to_coroutine(&|name| is_long(name) && name.ends_with("-suspend-4")),
        ),
        Target::ratio(
            "Bindings and `in_place` to the best workaround, every row",
            "up to 1.18",
            1.00,
            ratios(calls, Measure::Instructions, &|_| true, best),
        ),
    ]
}

fn other_calls(calls: &Calls) -> Vec<Target> {
    let direct = |allocates: bool| {
        let pairs = move |row: &Row| match allocates_by_itself(row) == Some(allocates) {
            true => vec![(Contestant::DirectCall, Contestant::AsyncTrait)],
            false => Vec::new(),
        };
        ratios(calls, Measure::Instructions, &|_| true, pairs)
    };
    let scope = |row: &Row| match allocates_by_itself(row) == Some(true) {
        true => vec![(Contestant::Scope, Contestant::AsyncTrait)],
        false => Vec::new(),
    };
    vec![
        Target::ratio(
            "Direct calls to `async-trait`, where they allocate nothing",
            "up to 1.13",
            1.00,
            direct(false),
        ),
        Target::ratio(
            "Direct calls to `async-trait`, where they allocate",
            "up to 1.13",
            1.10,
            direct(true),
        ),
        Target::ratio(
            "Direct calls in a scope to `async-trait`, where they would allocate",
            "–",
            0.75,
            ratios(calls, Measure::Instructions, &|_| true, scope),
        ),
    ]
}

/// Whether direct calls allocate more than the same calls on a known type.
fn allocates_by_itself(row: &Row) -> Option<bool> {
    let direct = get(row, Contestant::DirectCall, Measure::Allocations)?;
    let floor = get(row, Contestant::Floor, Measure::Allocations)?;
    Some(direct > floor + 0.5)
}

fn memory(calls: &Calls, sizes: &BTreeMap<String, f64>) -> Vec<Target> {
    let idle = sizes.get("idle-heap-binding").map(|bytes| ("idle heap binding".to_owned(), *bytes));
    let small = |_: &Row| vec![(Contestant::DirectCall, Contestant::AsyncTrait)];
    let is_small = |name: &str| name == "l-small-beside-large";
    let tasks = |row: &Row| {
        let best = best_workaround(row, Measure::Peak);
        let ours = [Contestant::DirectCall].into_iter().chain(PLACES);
        best.map_or(Vec::new(), |(best, _)| ours.map(|ours| (ours, best)).collect())
    };
    let mut allocations = Vec::new();
    // In the others objects and bindings are made in the run, tokio allocates for its own, or more
    // calls run at once than a binding has room for.
    let others = ["f-", "g-", "h-", "i-", "k-shared-64", "l-"];
    for (workload, row) in calls {
        if others.iter().any(|start| workload.starts_with(start)) {
            continue;
        }
        for binding in BINDINGS {
            if let Some(count) = get(row, binding, Measure::Allocations) {
                allocations.push((format!("{workload}: {binding}"), count));
            }
        }
    }
    vec![
        Target::new(
            "Bindings: allocations in a call",
            "0",
            0.0,
            Unit::Count,
            Part::Allocations,
            allocations,
        ),
        Target::new(
            "Bytes of an idle heap binding, beside object and machine",
            "72 B",
            24.0,
            Unit::Bytes,
            Part::Allocations,
            idle.into_iter().collect(),
        ),
        Target::new(
            "Bytes that 100 calls at once allocate, of a small method of a trait with a 16 kB one, \
             to `async-trait`",
            "150",
            1.1,
            Unit::Ratio,
            Part::Allocations,
            ratios(calls, Measure::Bytes, &is_small, small),
        ),
        Target::new(
            "Most bytes in use, heap and frame, in (a) to (h), to the best workaround",
            "up to 2.3",
            1.3,
            Unit::Ratio,
            Part::Allocations,
            ratios(calls, Measure::Peak, &|name| name < "i", tasks),
        ),
    ]
}

fn code_and_compiler(
    size: &BTreeMap<String, Built>,
    code: &BTreeMap<String, f64>,
    compiled: &[Compiled],
) -> Vec<Target> {
    let ours = [Contestant::DirectCall, Contestant::HeapBinding];
    let built = |of: &dyn Fn(&Built) -> Option<f64>| {
        let of = |contestant: Contestant| of(size.get(contestant.name())?);
        let ratio = |ours: Contestant| {
            let ratio = of(ours)? / of(Contestant::AsyncTrait)?;
            Some((format!("{ours} to async-trait"), ratio))
        };
        ours.into_iter().filter_map(ratio).collect()
    };
    let of_method = |ours: Contestant| Some((ours.name().to_owned(), *code.get(ours.name())?));
    let more = compiled.iter().map(|it| {
        let more = (it.fork as f64 / it.base as f64 - 1.0) * 100.0;
        (format!("{}, {}", it.benchmark, it.profile), more)
    });
    vec![
        Target::new(
            "Code of one more method, in one of 16 implementations",
            "272 B",
            220.0,
            Unit::Bytes,
            Part::Code,
            ours.into_iter().filter_map(of_method).collect(),
        ),
        Target::new(
            "Code of 64 implementations, to `async-trait`",
            "0.97",
            1.00,
            Unit::Ratio,
            Part::Size,
            built(&|built| Some(built.text as f64)),
        ),
        Target::new(
            "Instructions of the compiler for 64 implementations, to `async-trait`",
            "1.007",
            0.95,
            Unit::Ratio,
            Part::Size,
            built(&|built| built.instructions.map(|count| count as f64)),
        ),
        Target::new(
            "Instructions of the compiler for crates without the feature",
            "+0.54 %",
            0.5,
            Unit::Percent,
            Part::CompileTime,
            more.collect(),
        ),
    ]
}

/// A ratio for each workload and pair of contestants that was measured.
fn ratios(
    calls: &Calls,
    measure: Measure,
    wants: &dyn Fn(&str) -> bool,
    pairs: impl Fn(&Row) -> Vec<(Contestant, Contestant)>,
) -> Numbers {
    let mut ratios = Vec::new();
    for (workload, row) in calls.iter().filter(|(workload, _)| wants(workload)) {
        for (ours, theirs) in pairs(row) {
            let of = |contestant| get(row, contestant, measure);
            if let (Some(a), Some(b)) = (of(ours), of(theirs))
                && b > 0.0
            {
                ratios.push((format!("{workload}: {ours} to {theirs}"), a / b));
            }
        }
    }
    ratios
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::Call;

    fn calls(workload: &str, numbers: &[(&str, f64, f64)]) -> Calls {
        let row = numbers.iter().map(|&(name, instructions, allocations)| {
            let call = Call {
                instructions: Some(instructions),
                allocations: Some(allocations),
                ..Call::default()
            };
            (name.to_owned(), call)
        });
        Calls::from([(workload.to_owned(), row.collect())])
    }

    #[test]
    fn met_and_missed() {
        let met = calls("a-ready", &[("coroutine-call", 32.0, 0.0), ("heap-binding", 35.0, 0.0)]);
        assert!(calls_on_bindings(&met)[0].misses().is_empty());
        let missed =
            calls("a-ready", &[("coroutine-call", 32.0, 0.0), ("heap-binding", 48.0, 0.0)]);
        let target = &calls_on_bindings(&missed)[0];
        assert_eq!(target.misses(), [("a-ready: heap-binding to coroutine-call".to_owned(), 1.5)]);
    }

    #[test]
    fn nothing_measured_is_nothing_met() {
        assert!(other_calls(&Calls::default()).iter().all(|target| target.numbers.is_empty()));
    }

    #[test]
    fn a_call_that_allocates_has_another_goal() {
        let of = |allocations| {
            let direct = ("direct-call", 105.0, allocations);
            let calls = calls("c", &[("static", 9.0, 0.0), ("async-trait", 100.0, 1.0), direct]);
            other_calls(&calls).iter().map(|it| it.misses().len()).collect::<Vec<_>>()
        };
        assert_eq!(of(0.0), [1, 0, 0]);
        assert_eq!(of(1.0), [0, 0, 0]);
    }

    #[test]
    fn half_a_percent_is_the_limit() {
        let target = |fork| {
            let text = || "x".to_owned();
            let compiled = Compiled { benchmark: text(), profile: text(), base: 100_000, fork };
            code_and_compiler(&BTreeMap::new(), &BTreeMap::new(), &[compiled]).pop().unwrap()
        };
        assert!(target(100_400).misses().is_empty());
        assert!((target(100_700).misses()[0].1 - 0.7).abs() < 1e-9);
    }
}
