//! The ways to call a sensor, compared.

use std::fmt::Write;

use anyhow::{Result, bail};

use crate::firmware::{self, COUNTS, Program, Sensors, WAYS, Way};
use crate::image::{self, Sizes};
use crate::machine::Machine;

/// What runs while nothing is to be done, in the mangled names of its functions: the interrupt of
/// each millisecond, and the executor's loop, which QEMU does not let sleep in a `wfe`.
const IDLE: [&str; 2] = ["SysTick", "8Executor3run"];

/// A program, measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    pub sizes: Sizes,
    pub instructions: u64,
    pub printed: String,
}

/// Builds and runs the survey of so many sensors, called in that way.
///
/// # Errors
///
/// It does not compile, or fails.
pub fn program(machine: Machine, way: Way, sensors: Sensors) -> Result<Measured> {
    let image = firmware::image(machine, Program::Measured(way, sensors))?;
    let mut idle = image::functions(&image, &IDLE)?;
    idle.sort_unstable();
    let is_idle = |address| {
        let next = idle.partition_point(|&(from, _)| from <= address);
        next > 0 && address < idle[next - 1].1
    };
    let mut instructions = 0;
    let run = machine.trace(&image, |address| instructions += u64::from(!is_idle(address)))?;
    if !run.status.success() {
        bail!("{image:?} has failed: {}\n{}", run.status, run.printed);
    }
    let sizes = image::sizes(&image)?;
    Ok(Measured { sizes, instructions, printed: run.printed })
}

/// A column of numbers, with its name.
type Column = (&'static str, fn(&Measured) -> u64);

const COLUMNS: [Column; 3] = [
    ("bytes of flash", |measured| measured.sizes.flash),
    ("bytes of RAM", |measured| measured.sizes.ram),
    ("instructions", |measured| measured.instructions),
];

/// The tables of a machine, in Markdown.
///
/// # Errors
///
/// A program fails, or one does not do what the others do.
pub fn measure(machine: Machine) -> Result<String> {
    let mut rows = Vec::new();
    for sensors in COUNTS {
        let [objects, fixed, polled] = WAYS.map(|way| program(machine, way, sensors));
        let row = [objects?, fixed?, polled?];
        if let Some(other) = row.iter().find(|measured| measured.printed != row[0].printed) {
            bail!("one prints\n{}and another\n{}", row[0].printed, other.printed);
        }
        rows.push((sensors, row));
    }
    let mut text = String::new();
    for (what, column) in COLUMNS {
        writeln!(
            text,
            "| {}, {what} | objects | static | polled | to static | to polled |\n\
             | --- | --- | --- | --- | --- | --- |",
            machine.name()
        )?;
        for (sensors, row) in &rows {
            let [objects, fixed, polled] = row.each_ref().map(column);
            let to = |other| objects as f64 / other as f64;
            writeln!(
                text,
                "| {} sensors | {objects} | {fixed} | {polled} | {:.2} | {:.2} |",
                sensors.count(),
                to(fixed),
                to(polled)
            )?;
        }
        text.push('\n');
    }
    Ok(text)
}
