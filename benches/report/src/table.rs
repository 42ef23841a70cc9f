//! The tables, on the terminal and in the document.

use anyhow::Result;
use workloads::case::Contestant;

use crate::ratios::{Measure, Row, best_workaround, get, number, ratio};
use crate::results::{Calls, Results};
use crate::targets;

/// Prints what was measured, in short.
pub fn print(results: &Results) -> Result<()> {
    let calls: Calls = results.read("calls")?;
    for measure in [Measure::Instructions, Measure::Time, Measure::Allocations] {
        println!("\n{} a call", measure.name());
        print!("{:<20}", "");
        for contestant in Contestant::ALL {
            print!("{contestant:>16}");
        }
        println!();
        for (workload, row) in &calls {
            print!("{workload:<20}");
            for contestant in Contestant::ALL {
                print!("{:>16}", number(get(row, contestant, measure)));
            }
            println!();
        }
    }
    println!();
    for target in targets::all(results)? {
        let said = match (target.numbers.first(), target.misses()) {
            (None, _) => "not measured".to_owned(),
            (Some((what, number)), []) => format!("met, {} ({what})", target.unit.show(*number)),
            (Some((what, number)), misses) => {
                let worst = target.unit.show(*number);
                format!("MISSED {} times, worst {worst} ({what})", misses.len())
            }
        };
        println!("{}: {said}", target.what);
    }
    Ok(())
}

/// A table of one measure in Markdown. Each cell has the number, its ratio to the floor, and its
/// ratio to the best workaround.
pub fn markdown(calls: &Calls, measure: Measure) -> String {
    let columns: Vec<_> = Contestant::ALL
        .into_iter()
        .filter(|&it| calls.values().any(|row| get(row, it, measure).is_some()))
        .collect();
    if columns.is_empty() {
        return "Not measured.\n".to_owned();
    }
    let mut text = "| workload |".to_owned();
    for contestant in &columns {
        text += &format!(" {contestant} |");
    }
    text += &format!("\n| --- |{}\n", " --- |".repeat(columns.len()));
    for (workload, row) in calls {
        text += &format!("| {workload} |");
        for &contestant in &columns {
            text += &format!(" {} |", cell(row, contestant, measure));
        }
        text += "\n";
    }
    text
}

fn cell(row: &Row, contestant: Contestant, measure: Measure) -> String {
    let value = get(row, contestant, measure);
    if value.is_none() {
        return "–".to_owned();
    }
    let floor = get(row, Contestant::Floor, measure);
    let best = best_workaround(row, measure).map(|(_, value)| value);
    format!("**{}** {} {}", number(value), ratio(value, floor), ratio(value, best))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::Call;

    #[test]
    fn a_cell_has_both_ratios() {
        let call = |instructions| Call { instructions: Some(instructions), ..Call::default() };
        let row = Row::from([
            ("static".to_owned(), call(10.0)),
            ("heap-binding".to_owned(), call(50.0)),
            ("dynify-heap".to_owned(), call(100.0)),
        ]);
        let calls = Calls::from([("a-ready".to_owned(), row)]);
        let text = markdown(&calls, Measure::Instructions);
        assert!(text.contains("| workload | static | heap-binding | dynify-heap |"), "{text}");
        assert!(text.contains("| **50** 5.00 0.50 |"), "{text}");
        assert_eq!(markdown(&calls, Measure::Time), "Not measured.\n");
    }
}
