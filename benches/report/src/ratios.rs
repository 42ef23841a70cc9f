//! What the numbers mean: ratios to the floor and to the best workaround.

use std::collections::BTreeMap;

use workloads::case::Contestant;

use crate::results::Call;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Instructions,
    Time,
    Allocations,
    Bytes,
    Peak,
}

impl Measure {
    pub const ALL: [Measure; 5] =
        [Measure::Instructions, Measure::Time, Measure::Allocations, Measure::Bytes, Measure::Peak];

    pub fn of(self, call: &Call) -> Option<f64> {
        match self {
            Measure::Instructions => call.instructions,
            Measure::Time => call.time,
            Measure::Allocations => call.allocations,
            Measure::Bytes => call.bytes,
            Measure::Peak => call.peak.map(|peak| peak as f64),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Measure::Instructions => "instructions",
            Measure::Time => "ns",
            Measure::Allocations => "allocations",
            Measure::Bytes => "bytes",
            Measure::Peak => "peak bytes",
        }
    }
}

/// One workload, by contestant.
pub type Row = BTreeMap<String, Call>;

/// What people use instead of this feature: libraries and boxes. Hand-written `poll_*` methods are
/// what the feature spares them, and are compared on their own.
pub const WORKAROUNDS: [Contestant; 6] = [
    Contestant::AsyncTrait,
    Contestant::Dynosaur,
    Contestant::DynifyStack,
    Contestant::DynifyHeap,
    Contestant::Stackfuture,
    Contestant::BoxFuture,
];

pub fn get(row: &Row, contestant: Contestant, measure: Measure) -> Option<f64> {
    measure.of(row.get(contestant.name())?)
}

/// The workaround with the least, and how much that is.
pub fn best_workaround(row: &Row, measure: Measure) -> Option<(Contestant, f64)> {
    WORKAROUNDS
        .into_iter()
        .filter_map(|contestant| Some((contestant, get(row, contestant, measure)?)))
        .min_by(|a, b| a.1.total_cmp(&b.1))
}

/// A ratio for a table. Nothing is compared with nothing.
pub fn ratio(value: Option<f64>, to: Option<f64>) -> String {
    match (value, to) {
        (Some(value), Some(to)) if to > 0.0 => format!("{:.2}", value / to),
        (Some(0.0), Some(_)) => "=".to_owned(),
        (Some(_), Some(_)) => "∞".to_owned(),
        _ => "–".to_owned(),
    }
}

/// A number for a table.
pub fn number(value: Option<f64>) -> String {
    match value {
        None => "–".to_owned(),
        Some(value) if value >= 1000.0 || value.fract() == 0.0 => format!("{value:.0}"),
        Some(value) if value >= 10.0 => format!("{value:.1}"),
        Some(value) => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_is_the_least() {
        let call = |instructions| Call { instructions: Some(instructions), ..Call::default() };
        let row = Row::from([
            ("static".to_owned(), call(1.0)),
            ("async-trait".to_owned(), call(200.0)),
            ("stackfuture".to_owned(), call(57.0)),
        ]);
        let best = best_workaround(&row, Measure::Instructions);
        assert_eq!(best, Some((Contestant::Stackfuture, 57.0)));
        assert_eq!(best_workaround(&row, Measure::Time), None);
    }

    #[test]
    fn ratios() {
        assert_eq!(ratio(Some(3.0), Some(2.0)), "1.50");
        assert_eq!(ratio(Some(0.0), Some(0.0)), "=");
        assert_eq!(ratio(Some(1.0), Some(0.0)), "∞");
        assert_eq!(ratio(None, Some(1.0)), "–");
    }
}
