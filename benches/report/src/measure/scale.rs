//! How costs grow: with implementations, methods, depth of a chain, and number of objects.

use std::process::Command;

use anyhow::{Context, Result, bail};
use workloads::case::Contestant;
use workloads::chains;

use super::{instructions, size};
use crate::arguments::Arguments;
use crate::compiler::Crates;
use crate::results::{Results, Scale, Series};

/// Whose growth is looked at when programs are built.
const BUILT: [Contestant; 4] = [
    Contestant::DirectCall,
    Contestant::HeapBinding,
    Contestant::AsyncTrait,
    Contestant::BoxFuture,
];

/// How many objects live at once.
const POPULATION: u64 = 100_000;

pub fn run(arguments: &Arguments, results: &Results) -> Result<()> {
    let mut scale: Scale = results.read("scale")?;
    depth(arguments, &mut scale)?;
    results.write("scale", &scale)?;
    population(arguments, &mut scale)?;
    results.write("scale", &scale)?;
    built(arguments, &mut scale)?;
    results.write("scale", &scale)
}

/// What one more poll of a chain costs: a call with 64 suspensions less one with none.
fn depth(arguments: &Arguments, scale: &mut Scale) -> Result<()> {
    scale.depth.clear();
    let by_name = instructions::count(arguments, &chains::cases_of_scale())?;
    for contestant in chains::CONTESTANTS_OF_SCALE {
        let series: Series = chains::DEPTHS
            .into_iter()
            .map(|depth| {
                let of = |suspensions| {
                    by_name[&format!("depth-{depth}-suspend-{suspensions}/{contestant}")]
                };
                (depth as u64, (of(64) - of(0)) / 64.0)
            })
            .collect();
        scale.depth.insert(contestant.name().to_owned(), series);
    }
    Ok(())
}

fn population(arguments: &Arguments, scale: &mut Scale) -> Result<()> {
    scale.population.clear();
    let mut program = Command::new(arguments.program("allocations"));
    program.args(["--population", &POPULATION.to_string()]);
    let output = program.output().context("could not run it")?;
    if !output.status.success() {
        bail!("{program:?} failed\n{}", String::from_utf8_lossy(&output.stderr));
    }
    for line in String::from_utf8(output.stdout)?.lines() {
        scale.population.push(serde_json::from_str(line)?);
    }
    Ok(())
}

fn built(arguments: &Arguments, scale: &mut Scale) -> Result<()> {
    let crates = Crates::find(arguments)?;
    let repeat = if arguments.quick { 1 } else { 3 };
    let implementations: &[u64] =
        if arguments.quick { &[1, 16, 64] } else { &[1, 4, 16, 64, 128, 256] };
    let methods: &[u64] = if arguments.quick { &[1, 8, 32] } else { &[1, 2, 4, 8, 16, 32] };
    for contestant in BUILT {
        let name = contestant.name();
        let (mut text, mut seconds) = (Series::new(), Series::new());
        for &count in implementations {
            let built = size::build(arguments, &crates, contestant, count, size::METHODS, repeat)?;
            text.insert(count, built.text as f64);
            seconds.insert(count, built.seconds);
        }
        scale.text_by_implementations.insert(name.to_owned(), text);
        scale.seconds_by_implementations.insert(name.to_owned(), seconds);
        let (mut text, mut seconds) = (Series::new(), Series::new());
        for &count in methods {
            let built = size::build(arguments, &crates, contestant, 16, count, repeat)?;
            text.insert(count, built.text as f64);
            seconds.insert(count, built.seconds);
        }
        scale.text_by_methods.insert(name.to_owned(), text);
        scale.seconds_by_methods.insert(name.to_owned(), seconds);
    }
    Ok(())
}
