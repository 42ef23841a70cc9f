//! What the toolchain compiles for, and whether a test has a meaning there.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::directives::Directives;

/// The target of the toolchain: its host.
#[derive(Clone, Debug, Default)]
pub struct Target {
    pub triple: String,
    /// Every name that `only-` and `ignore-` know and that is true.
    holds: BTreeSet<String>,
    /// Names that are known and false where they are not in `holds`.
    known: BTreeSet<String>,
    sanitizers: BTreeSet<String>,
    unwinds: bool,
}

/// The part of a target's specification that matters.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Specification {
    #[serde(default)]
    supported_sanitizers: BTreeSet<String>,
}

/// Whether a test runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    Run,
    Ignore,
    /// A condition that nobody knows.
    Unknown(String),
}

impl Target {
    /// Asks the compiler.
    ///
    /// # Errors
    ///
    /// The compiler does not start.
    pub fn of(rustc: &Path) -> Result<Self> {
        let about = ask(rustc, &["-vV"])?;
        let triple = about.lines().find_map(|line| line.strip_prefix("host: "));
        let triple = triple.context("`rustc -vV` names no host")?;
        let specification =
            ask(rustc, &["-Zunstable-options", "--print=target-spec-json", "--target", triple])?;
        let specification = serde_json::from_str(&specification)?;
        let triples = ask(rustc, &["--print=target-list"])?;
        Ok(Target::from(
            triple,
            &ask(rustc, &["--print=cfg", "--target", triple])?,
            specification,
            triples.lines(),
        ))
    }

    fn from<'a>(
        triple: &str,
        cfg: &str,
        specification: Specification,
        triples: impl Iterator<Item = &'a str>,
    ) -> Self {
        let value = |wanted: &str| {
            let lines = cfg.lines().filter_map(|line| line.split_once('='));
            let mut values = lines.filter(|(name, _)| *name == wanted);
            values.next().map_or("", |(_, value)| value.trim_matches('"')).to_owned()
        };
        let (os, env) = (value("target_os"), value("target_env"));
        let mut holds = BTreeSet::from([
            triple.to_owned(),
            format!("{os}-{env}"),
            format!("{}bit", value("target_pointer_width")),
            value("target_arch"),
            value("target_abi"),
            os,
            env,
        ]);
        let families = cfg.lines().filter_map(|line| line.strip_prefix("target_family="));
        holds.extend(families.map(|family| family.trim_matches('"').to_owned()));
        holds.remove("");
        let mut known = BTreeSet::from(
            ["16bit", "32bit", "64bit", "unix", "windows", "wasm"].map(str::to_owned),
        );
        for triple in triples {
            known.insert(triple.to_owned());
            known.extend(triple.split('-').map(str::to_owned));
        }
        Target {
            triple: triple.to_owned(),
            holds,
            known,
            sanitizers: specification.supported_sanitizers,
            unwinds: value("panic") == "unwind",
        }
    }

    /// Whether a test with these directives runs.
    pub fn decide(&self, directives: &Directives) -> Decision {
        let mut decision = Decision::Run;
        for (names, wanted) in [(&directives.only, true), (&directives.ignore, false)] {
            for name in names {
                match self.is(name) {
                    None => return Decision::Unknown(name.clone()),
                    Some(is) if is != wanted => decision = Decision::Ignore,
                    Some(_) => {}
                }
            }
        }
        for name in &directives.needs {
            match self.has(name) {
                None => return Decision::Unknown(format!("needs-{name}")),
                Some(false) => decision = Decision::Ignore,
                Some(true) => {}
            }
        }
        decision
    }

    fn is(&self, name: &str) -> Option<bool> {
        match name {
            "test" => Some(true),
            _ if self.holds.contains(name) => Some(true),
            _ => self.known.contains(name).then_some(false),
        }
    }

    fn has(&self, name: &str) -> Option<bool> {
        let wasm = self.triple.starts_with("wasm");
        if let Some(sanitizer) = name.strip_prefix("sanitizer-") {
            return Some(self.sanitizers.contains(sanitizer));
        }
        Some(match name {
            "threads" => !wasm || self.triple.contains("threads"),
            "subprocess" => {
                !wasm && !["sgx", "emscripten"].iter().any(|name| self.holds.contains(*name))
            }
            "unwind" => self.unwinds,
            "run-enabled" => true,
            _ => return None,
        })
    }
}

fn ask(rustc: &Path, arguments: &[&str]) -> Result<String> {
    let mut command = Command::new(rustc);
    command.args(arguments).env("RUSTC_BOOTSTRAP", "1");
    let output = command.output().with_context(|| rustc.display().to_string())?;
    if !output.status.success() {
        bail!("{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linux() -> Target {
        let cfg = "panic=\"unwind\"\ntarget_arch=\"x86_64\"\ntarget_env=\"gnu\"\n\
            target_family=\"unix\"\ntarget_os=\"linux\"\ntarget_pointer_width=\"64\"\nunix\n";
        let specification = Specification { supported_sanitizers: ["cfi".to_owned()].into() };
        let triples = ["x86_64-unknown-linux-gnu", "aarch64-apple-darwin"];
        Target::from("x86_64-unknown-linux-gnu", cfg, specification, triples.into_iter())
    }

    fn decide(text: &str) -> Decision {
        linux().decide(&Directives::read(text, None).unwrap())
    }

    #[test]
    fn conditions_that_hold() {
        for name in ["linux", "unix", "64bit", "x86_64", "gnu", "x86_64-unknown-linux-gnu"] {
            assert_eq!(decide(&format!("//@ only-{name}")), Decision::Run, "{name}");
            assert_eq!(decide(&format!("//@ ignore-{name}")), Decision::Ignore, "{name}");
        }
        assert_eq!(decide("//@ needs-unwind\n//@ needs-sanitizer-cfi"), Decision::Run);
    }

    #[test]
    fn conditions_that_do_not_hold() {
        for name in ["windows", "32bit", "aarch64", "darwin"] {
            assert_eq!(decide(&format!("//@ only-{name}")), Decision::Ignore, "{name}");
            assert_eq!(decide(&format!("//@ ignore-{name}")), Decision::Run, "{name}");
        }
        assert_eq!(decide("//@ needs-sanitizer-memory"), Decision::Ignore);
    }

    #[test]
    fn conditions_that_nobody_knows() {
        assert_eq!(decide("//@ only-linx"), Decision::Unknown("linx".to_owned()));
        assert_eq!(decide("//@ needs-luck"), Decision::Unknown("needs-luck".to_owned()));
    }
}
