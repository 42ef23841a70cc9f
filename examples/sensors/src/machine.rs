//! Microcontrollers, as QEMU emulates them.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

/// A processor, on a board that has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Machine {
    /// Netduino Plus 2: STM32F405, 1 MiB of flash, 128 KiB of RAM
    CortexM4,
    /// micro:bit: nRF51822, 256 KiB of flash, 16 KiB of RAM, no compare-and-swap
    CortexM0,
}

pub const MACHINES: [Machine; 2] = [Machine::CortexM4, Machine::CortexM0];

/// The program that emulates them.
const QEMU: &str = "qemu-system-arm";

/// What an instruction takes: a power of two of nanoseconds. This is 16 million instructions a
/// second, at which no program here keeps its sensors waiting.
const INSTRUCTION_TIME: u32 = 6;

/// How long a program may run. All of them are done in a fraction of it; one that hangs is ended.
const PATIENCE: Duration = Duration::from_secs(300);

/// What a program has left behind.
#[derive(Debug)]
pub struct Run {
    pub printed: String,
    pub status: ExitStatus,
}

impl Machine {
    pub fn name(self) -> &'static str {
        match self {
            Machine::CortexM4 => "Cortex-M4",
            Machine::CortexM0 => "Cortex-M0",
        }
    }

    pub fn target(self) -> &'static str {
        match self {
            Machine::CortexM4 => "thumbv7em-none-eabihf",
            Machine::CortexM0 => "thumbv6m-none-eabi",
        }
    }

    fn board(self) -> &'static str {
        match self {
            Machine::CortexM4 => "netduinoplus2",
            Machine::CortexM0 => "microbit",
        }
    }

    /// What runs an image. Time is counted in instructions, so that a program does the same each
    /// time and on every host; what it waits for is there at once.
    fn command(self, image: &Path) -> Command {
        let mut qemu = Command::new(QEMU);
        qemu.args(["-nodefaults", "-nographic", "-machine", self.board()])
            .args(["-icount", &format!("shift={INSTRUCTION_TIME},sleep=off")])
            .args(["-chardev", "stdio,id=console"])
            .args(["-semihosting-config", "enable=on,target=native,chardev=console"])
            .arg("-kernel")
            .arg(image)
            .stdin(Stdio::null());
        qemu
    }

    /// Runs an image to its end.
    ///
    /// # Errors
    ///
    /// There is no QEMU, or the program does not end.
    pub fn run(self, image: &Path) -> Result<Run> {
        watch(self.command(image).stderr(Stdio::inherit()), |_| {})
    }

    /// Runs an image and calls `see` with the address of each instruction that is executed.
    ///
    /// # Errors
    ///
    /// As for [`run`](Self::run).
    pub fn trace(self, image: &Path, mut see: impl FnMut(u64) + Send) -> Result<Run> {
        let mut command = self.command(image);
        command.args(one_instruction_at_a_time()?).args(["-d", "exec,nochain"]);
        watch(command.stderr(Stdio::piped()), |log| {
            let mut last = None;
            for line in log.lines().map_while(Result::ok) {
                match begun(&line) {
                    Some(address) => last.replace(address).into_iter().for_each(&mut see),
                    // The instruction was not executed: an interrupt came first, or it will be begun
                    // once more.
                    None => last = None,
                }
            }
            last.into_iter().for_each(see);
        })
    }
}

/// The address in a line such as `Trace 0: 0x7f22d0000100 [00000400/08000468/00000110/ff000201] main`.
fn begun(line: &str) -> Option<u64> {
    let (_, addresses) = line.strip_prefix("Trace ")?.split_once('[')?;
    u64::from_str_radix(addresses.split('/').nth(1)?, 16).ok()
}

/// The option of this QEMU with which each line of its log is one instruction.
fn one_instruction_at_a_time() -> Result<&'static [&'static str]> {
    let said = Command::new(QEMU).arg("--version").output().context(QEMU)?;
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let mut numbers = said.strip_prefix("QEMU emulator version ").unwrap_or_default().split('.');
    let mut number = || numbers.next()?.parse::<u32>().ok();
    let version = number().zip(number()).with_context(|| format!("what version is {said}"))?;
    Ok(if version < (8, 1) { &["-singlestep"] } else { &["-accel", "tcg,one-insn-per-tb=on"] })
}

/// Runs a command to its end, with its standard error for `read_log`.
fn watch(command: &mut Command, read_log: impl FnOnce(&mut dyn BufRead) + Send) -> Result<Run> {
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| {
        format!("{QEMU} cannot be run; on Debian it is in the package qemu-system-arm")
    })?;
    let mut output = child.stdout.take().context("its output is piped")?;
    let log = child.stderr.take();
    thread::scope(|scope| {
        let (done, is_done) = mpsc::channel();
        let printed = scope.spawn(move || {
            let mut printed = Vec::new();
            let read = output.read_to_end(&mut printed);
            let _ = done.send(());
            read.map(|_| String::from_utf8_lossy(&printed).into_owned())
        });
        scope.spawn(move || {
            if let Some(log) = log {
                read_log(&mut BufReader::with_capacity(1 << 20, log));
            }
        });
        if is_done.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            end(&mut child)?;
            let printed = printed.join().expect("it does not panic")?;
            bail!("the program does not end; it has printed\n{printed}");
        }
        let status = child.wait()?;
        Ok(Run { printed: printed.join().expect("it does not panic")?, status })
    })
}

fn end(child: &mut Child) -> Result<()> {
    child.kill()?;
    child.wait()?;
    Ok(())
}
