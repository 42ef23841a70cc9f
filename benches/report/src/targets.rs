//! What was to be reached, and whether it was.

use std::collections::BTreeMap;

use anyhow::Result;
use workloads::case::Contestant;

use crate::ratios::{Measure, Row, best_workaround, get};
use crate::results::{Built, Calls, Compiled, Results};

/// One target, looked at.
pub struct Target {
    pub what: &'static str,
    /// What misses it and by how much, the worst first; `None` when nothing was measured.
    pub misses: Option<Vec<(String, f64)>>,
}

impl Target {
    /// All of the ratios that are too large.
    fn within(what: &'static str, limit: f64, ratios: Vec<(String, f64)>) -> Self {
        if ratios.is_empty() {
            return Target { what, misses: None };
        }
        let mut misses: Vec<_> =
            ratios.into_iter().filter(|(_, ratio)| *ratio > limit + 0.005).collect();
        misses.sort_by(|a, b| b.1.total_cmp(&a.1));
        Target { what, misses: Some(misses) }
    }
}

const BINDINGS: [Contestant; 2] = [Contestant::HeapBinding, Contestant::InlineBinding];

/// All targets that can be read off the results.
pub fn all(results: &Results) -> Result<Vec<Target>> {
    let calls: Calls = results.read("calls")?;
    let size: BTreeMap<String, Built> = results.read("size")?;
    let compiled: Vec<Compiled> = results.read("compile-time")?;
    Ok(vec![
        bindings_allocate_nothing(&calls),
        bindings_beat_workarounds(&calls),
        bindings_are_near_poll_objects(&calls),
        direct_calls_beat_async_trait(&calls),
        in_place_is_near_a_binding(&calls),
        code_is_no_larger(&size),
        compiling_takes_no_longer(&size),
        others_compile_as_before(&compiled),
    ])
}

/// A ratio of instructions for each workload and pair of contestants that was measured.
fn ratios(
    calls: &Calls,
    wants: impl Fn(&str) -> bool,
    pairs: impl Fn(&Row) -> Vec<(Contestant, Contestant)>,
) -> Vec<(String, f64)> {
    let mut ratios = Vec::new();
    for (workload, row) in calls.iter().filter(|(workload, _)| wants(workload)) {
        for (ours, theirs) in pairs(row) {
            let of = |contestant| get(row, contestant, Measure::Instructions);
            if let (Some(a), Some(b)) = (of(ours), of(theirs)) {
                ratios.push((format!("{workload}: {ours} to {theirs}"), a / b));
            }
        }
    }
    ratios
}

fn bindings_allocate_nothing(calls: &Calls) -> Target {
    // In the others objects and bindings are made in the run, and tokio allocates for its own.
    let others = ["f-", "g-", "h-", "i-"];
    let of_ours = |workload: &str| !others.iter().any(|start| workload.starts_with(start));
    let mut counts = Vec::new();
    for (workload, row) in calls.iter().filter(|(workload, _)| of_ours(workload)) {
        for binding in BINDINGS {
            if let Some(count) = get(row, binding, Measure::Allocations) {
                counts.push((format!("{workload}: {binding}, allocations a call"), count));
            }
        }
    }
    Target::within("Bindings: no allocation in a call", 0.0, counts)
}

fn bindings_beat_workarounds(calls: &Calls) -> Target {
    let pairs = |row: &Row| {
        let best = best_workaround(row, Measure::Instructions);
        best.map_or(Vec::new(), |(best, _)| BINDINGS.map(|binding| (binding, best)).into())
    };
    let ratios = ratios(calls, |_| true, pairs);
    Target::within("Bindings: no more instructions than the best workaround", 1.0, ratios)
}

fn bindings_are_near_poll_objects(calls: &Calls) -> Target {
    let wants = |workload: &str| ["a-", "b-", "d-"].iter().any(|it| workload.starts_with(it));
    let pairs = |_: &Row| BINDINGS.map(|binding| (binding, Contestant::PollObject)).into();
    Target::within(
        "Bindings: within 1.25 of hand-written `poll_*` objects in (a), (b) and (d)",
        1.25,
        ratios(calls, wants, pairs),
    )
}

fn direct_calls_beat_async_trait(calls: &Calls) -> Target {
    let pairs = |_: &Row| vec![(Contestant::DirectCall, Contestant::AsyncTrait)];
    let ratios = ratios(calls, |_| true, pairs);
    Target::within("Direct calls: no more instructions than `async-trait`", 1.0, ratios)
}

fn in_place_is_near_a_binding(calls: &Calls) -> Target {
    let pairs = |_: &Row| {
        vec![
            (Contestant::InHeapPlace, Contestant::HeapBinding),
            (Contestant::InInlinePlace, Contestant::InlineBinding),
        ]
    };
    let ratios = ratios(calls, |_| true, pairs);
    Target::within("`in_place`: within 1.1 of a binding", 1.1, ratios)
}

fn built(
    size: &BTreeMap<String, Built>,
    what: &'static str,
    of: impl Fn(&Built) -> Option<f64>,
) -> Target {
    let mut ratios = Vec::new();
    for ours in [Contestant::DirectCall, Contestant::HeapBinding] {
        let of = |contestant: Contestant| of(size.get(contestant.name())?);
        if let (Some(a), Some(b)) = (of(ours), of(Contestant::AsyncTrait)) {
            ratios.push((format!("{ours} to async-trait"), a / b));
        }
    }
    Target::within(what, 1.0, ratios)
}

fn code_is_no_larger(size: &BTreeMap<String, Built>) -> Target {
    built(size, "64 implementations: no more code than with `async-trait`", |built| {
        Some(built.text as f64)
    })
}

fn compiling_takes_no_longer(size: &BTreeMap<String, Built>) -> Target {
    built(
        size,
        "64 implementations: the compiler takes no more instructions than with `async-trait`",
        |built| built.instructions.map(|count| count as f64),
    )
}

fn others_compile_as_before(compiled: &[Compiled]) -> Target {
    let ratios = compiled
        .iter()
        .map(|it| (format!("{}, {}", it.benchmark, it.profile), it.fork as f64 / it.base as f64));
    // The limit is half a percent, finer than that of the other ratios.
    let fine = ratios.map(|(what, ratio)| (what, 1.0 + (ratio - 1.0) * 100.0)).collect();
    let mut target = Target::within(
        "Crates that do not use the feature: no more than 0.5 % more instructions of the compiler",
        1.5,
        fine,
    );
    for (_, ratio) in target.misses.iter_mut().flatten() {
        *ratio = 1.0 + (*ratio - 1.0) / 100.0;
    }
    target
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::Call;

    fn calls(numbers: &[(&str, f64)]) -> Calls {
        let row = numbers.iter().map(|&(name, instructions)| {
            let call = Call { instructions: Some(instructions), ..Call::default() };
            (name.to_owned(), call)
        });
        Calls::from([("a-ready".to_owned(), row.collect())])
    }

    #[test]
    fn met_and_missed() {
        let met = calls(&[("poll-object", 40.0), ("heap-binding", 50.0)]);
        assert_eq!(bindings_are_near_poll_objects(&met).misses, Some(vec![]));
        let missed = calls(&[("poll-object", 40.0), ("heap-binding", 60.0)]);
        let misses = bindings_are_near_poll_objects(&missed).misses.unwrap();
        assert_eq!(misses, [("a-ready: heap-binding to poll-object".to_owned(), 1.5)]);
    }

    #[test]
    fn nothing_measured_is_nothing_met() {
        assert!(direct_calls_beat_async_trait(&Calls::default()).misses.is_none());
    }

    #[test]
    fn half_a_percent_is_the_limit() {
        let compiled = |fork| {
            let text = || "x".to_owned();
            Compiled { benchmark: text(), profile: text(), base: 100_000, fork }
        };
        assert_eq!(others_compile_as_before(&[compiled(100_400)]).misses, Some(vec![]));
        let misses = others_compile_as_before(&[compiled(100_700)]).misses.unwrap();
        assert!((misses[0].1 - 1.007).abs() < 1e-9, "{misses:?}");
    }
}
