//! The firmware is built here, and not as a dependency: it is for other processors, and its `core`
//! is built with it.

use std::env;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use anyhow::{Context, Result, bail};

use crate::machine::Machine;

/// A program of the firmware.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// The example.
    Station,
    /// What is measured.
    Measured(Way, Sensors),
}

/// How the sensors are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Objects,
    Static,
    Polled,
}

pub const WAYS: [Way; 3] = [Way::Objects, Way::Static, Way::Polled];

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sensors {
    Two,
    Four,
    Six,
    Twelve,
}

/// Those of the table.
pub const COUNTS: [Sensors; 3] = [Sensors::Two, Sensors::Six, Sensors::Twelve];

impl Sensors {
    pub fn count(self) -> u32 {
        match self {
            Sensors::Two => 2,
            Sensors::Four => 4,
            Sensors::Six => 6,
            Sensors::Twelve => 12,
        }
    }
}

impl Program {
    fn binary(self) -> &'static str {
        match self {
            Program::Station => "station",
            Program::Measured(..) => "measured",
        }
    }

    fn features(self) -> &'static str {
        let Program::Measured(way, sensors) = self else { return "" };
        match (way, sensors) {
            (Way::Objects, Sensors::Two) => "objects",
            (Way::Objects, Sensors::Four) => "objects,four",
            (Way::Objects, Sensors::Six) => "objects,six",
            (Way::Objects, Sensors::Twelve) => "objects,twelve",
            (Way::Static, Sensors::Two) => "static",
            (Way::Static, Sensors::Four) => "static,four",
            (Way::Static, Sensors::Six) => "static,six",
            (Way::Static, Sensors::Twelve) => "static,twelve",
            (Way::Polled, Sensors::Two) => "polled",
            (Way::Polled, Sensors::Four) => "polled,four",
            (Way::Polled, Sensors::Six) => "polled,six",
            (Way::Polled, Sensors::Twelve) => "polled,twelve",
        }
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Program::Station => f.write_str("station"),
            Program::Measured(..) => write!(f, "measured-{}", self.features().replace(',', "-")),
        }
    }
}

/// Two builds have the same file at the end, so they come one after the other.
static BUILDING: Mutex<()> = Mutex::new(());

/// Builds a program and gives its image.
///
/// # Errors
///
/// The toolchain lacks something, or it does not compile.
pub fn image(machine: Machine, program: Program) -> Result<PathBuf> {
    let _alone = BUILDING.lock();
    let target = target();
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args(["build", "--release", "--locked", "--target", machine.target()])
        .args(["--bin", program.binary(), "--features", program.features(), "--target-dir"])
        .arg(&target)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("firmware"))
        // Its configuration has cargo build `core`, which is not for everybody.
        .env("RUSTC_BOOTSTRAP", "1")
        .env(linker_variable(machine), linker()?);
    // What is for the host's programs is not for these.
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET"] {
        cargo.env_remove(name);
    }
    let output = cargo.output().with_context(|| format!("{cargo:?}"))?;
    if !output.status.success() {
        bail!("{cargo:?} failed\n{}", String::from_utf8_lossy(&output.stderr));
    }
    let images = target.join("images");
    std::fs::create_dir_all(&images)?;
    let image = images.join(format!("{}-{program}", machine.target()));
    std::fs::copy(target.join(machine.target()).join("release").join(program.binary()), &image)?;
    Ok(image)
}

/// A folder of its own: cargo holds the other one while it runs us.
fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => Path::new(&folder).join("firmware"),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("firmware/target"),
    }
}

fn linker_variable(machine: Machine) -> String {
    format!("CARGO_TARGET_{}_LINKER", machine.target().to_uppercase().replace('-', "_"))
}

/// LLVM's linker: as `LLD` says, that of the toolchain, or one on the path.
fn linker() -> Result<PathBuf> {
    if let Some(named) = env::var_os("LLD") {
        return Ok(named.into());
    }
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let said = Command::new(&rustc).args(["--print", "target-libdir"]).output();
    let said = said.with_context(|| rustc.display().to_string())?;
    let libraries = PathBuf::from(String::from_utf8_lossy(&said.stdout).trim());
    let folders = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&folders)
        .flat_map(|folder| ["rust-lld", "ld.lld", "ld.lld-22"].map(|name| folder.join(name)));
    let own = libraries.parent().map(|folder| folder.join("bin/rust-lld"));
    let mut candidates = own.into_iter().chain(on_path).map(|mut path| {
        path.as_mut_os_string().push(env::consts::EXE_SUFFIX);
        path
    });
    candidates
        .find(|path| path.is_file())
        .context("there is no LLD: neither `LLD` nor the toolchain nor the path has one")
}
