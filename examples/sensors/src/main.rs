//! Builds the station's firmware and runs it on emulated microcontrollers, or compares the ways to
//! call sensors.

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use sensors::firmware::{self, Program};
use sensors::machine::{MACHINES, Machine};
use sensors::table;

/// Firmware whose sensors are trait objects with async methods, without an allocator
#[derive(Parser)]
struct Arguments {
    /// Print a table of flash, RAM and instructions instead, for 2, 6 and 12 sensors
    #[arg(long)]
    table: bool,
    /// The microcontroller [default: each of them]
    #[arg(long, value_enum)]
    machine: Option<Machine>,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let machines = arguments.machine.map_or(MACHINES.to_vec(), |machine| vec![machine]);
    for machine in machines {
        if arguments.table {
            print!("{}", table::measure(machine)?);
            continue;
        }
        println!("{} ({})", machine.name(), machine.target());
        let run = machine.run(&firmware::image(machine, Program::Station)?)?;
        print!("{}", run.printed);
        if !run.status.success() {
            println!("it has failed: {}", run.status);
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}
