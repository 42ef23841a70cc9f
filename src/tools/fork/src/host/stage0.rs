//! The compiler that builds the fork's compiler.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::host::process::{ask, command};
use crate::project::settings::Settings;

/// The versions that can build the base, the better one first.
pub const VERSIONS: [&str; 2] = ["1.95", "1.96"];

/// A rustc and what belongs to it.
#[derive(Clone, Debug)]
pub struct Stage0 {
    pub rustc: PathBuf,
    pub cargo: PathBuf,
    pub rustfmt: Option<PathBuf>,
    /// The triple of this machine.
    pub host: String,
    pub version: String,
}

impl Stage0 {
    /// The one of `config.toml`, else the rustc in `PATH`, else a toolchain of rustup's.
    ///
    /// # Errors
    ///
    /// There is none; the message says how to get one.
    pub fn find(settings: &Settings) -> Result<Self> {
        if let Some(set) = settings.text("build", "rustc") {
            let rustc = PathBuf::from(set);
            return match Stage0::at(&rustc, settings) {
                Some(stage0) => Ok(stage0),
                None => bail!(
                    "`build.rustc` in config.toml is {set}: {}",
                    match version_of(&rustc) {
                        Some(version) => format!(
                            "rustc {version}, but {} builds this base",
                            VERSIONS.join(" or ")
                        ),
                        None => "no working rustc with a cargo beside it".to_owned(),
                    }
                ),
            };
        }
        candidates()
            .iter()
            .find_map(|rustc| Stage0::at(rustc, settings))
            .map_or_else(|| bail!("{}", how_to_get()), Ok)
    }

    fn at(rustc: &Path, settings: &Settings) -> Option<Self> {
        let version = version_of(rustc).filter(|version| {
            VERSIONS.iter().any(|wanted| version.starts_with(&format!("{wanted}.")))
        })?;
        let about = ask(command(rustc).arg("-vV"))?;
        let host = about.lines().find_map(|line| line.strip_prefix("host: "))?.to_owned();
        let beside = |name: &str| {
            let set = settings.text("build", name).map(PathBuf::from);
            let path = set.unwrap_or_else(|| {
                rustc.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX))
            });
            path.is_file().then_some(path)
        };
        Some(Stage0 {
            rustc: rustc.to_owned(),
            cargo: beside("cargo")?,
            rustfmt: beside("rustfmt"),
            host,
            version,
        })
    }
}

fn version_of(rustc: &Path) -> Option<String> {
    let said = ask(command(rustc).arg("--version"))?;
    Some(said.strip_prefix("rustc ")?.split(' ').next()?.to_owned())
}

/// Every rustc that may do, the likeliest first.
fn candidates() -> Vec<PathBuf> {
    let rustc = format!("bin/rustc{}", std::env::consts::EXE_SUFFIX);
    let mut found = Vec::new();
    // Through the sysroot, since bootstrap wants the compiler itself, not rustup's proxy.
    if let Some(sysroot) = ask(command("rustc").args(["--print", "sysroot"])) {
        found.push(Path::new(&sysroot).join(&rustc));
    }
    let home = std::env::var_os("RUSTUP_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".rustup")));
    let names = home.and_then(|home| std::fs::read_dir(home.join("toolchains")).ok());
    let mut toolchains: Vec<_> =
        names.into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path()).collect();
    toolchains.sort();
    for wanted in ["1.95", "stable", "1.96"] {
        found.extend(
            toolchains
                .iter()
                .filter(|path| {
                    let name = path.file_name().unwrap_or_default().to_string_lossy();
                    name.starts_with(wanted)
                })
                .map(|path| path.join(&rustc)),
        );
    }
    found
}

/// What to do without one.
pub fn how_to_get() -> String {
    "no rustc 1.95 or 1.96 with its cargo, which builds this compiler: \
     `rustup toolchain install 1.95.0 --component rustfmt` (rustup: https://rustup.rs), \
     or on Debian `apt-get install rustc-web cargo-web rustfmt-web`, or `build.rustc` in config.toml"
        .to_owned()
}
