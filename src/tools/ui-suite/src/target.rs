//! What the tests are compiled for, and whether a test has a meaning there.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::directives::Directives;
use crate::programs::{LLVM, Programs};

/// The machine that programs run on.
#[derive(Clone, Debug, Default)]
pub struct Target {
    pub triple: String,
    /// The machine of the toolchain.
    pub host: String,
    /// The name of a test's program.
    pub program: String,
    /// Every name that `only-` and `ignore-` know and that is true.
    holds: BTreeSet<String>,
    /// Names that are known and false where they are not in `holds`.
    known: BTreeSet<String>,
    sanitizers: BTreeSet<String>,
    unwinds: bool,
    has_subprocess: bool,
    /// What programs do not have, whatever the target has.
    without: Vec<String>,
    /// The code generator.
    backend: String,
}

/// The part of a target's specification that matters.
#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Specification {
    #[serde(default)]
    supported_sanitizers: BTreeSet<String>,
    #[serde(default)]
    exe_suffix: String,
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
    pub fn of(rustc: &Path, programs: &Programs) -> Result<Self> {
        let about = ask(rustc, &["-vV"])?;
        let host = about.lines().find_map(|line| line.strip_prefix("host: "));
        let host = host.context("`rustc -vV` names no host")?;
        let triple = programs.target.as_deref().unwrap_or(host);
        let specification =
            ask(rustc, &["-Zunstable-options", "--print=target-spec-json", "--target", triple])?;
        let specification = serde_json::from_str(&specification)?;
        let triples = ask(rustc, &["--print=target-list"])?;
        // A flag may say that nothing unwinds.
        let flags = programs.flags.iter().map(String::as_str);
        let cfg: Vec<_> = ["--print=cfg", "--target", triple].into_iter().chain(flags).collect();
        let cfg = ask(rustc, &cfg)?;
        let target = Target::from(triple, host, &cfg, specification, triples.lines());
        let (without, backend) = (programs.without.clone(), programs.backend().to_owned());
        Ok(Target { without, backend, ..target })
    }

    fn from<'a>(
        triple: &str,
        host: &str,
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
        if triple != host {
            holds.insert("cross-compile".to_owned());
        }
        let has_subprocess = !triple.starts_with("wasm")
            && !["sgx", "emscripten"].iter().any(|name| holds.contains(*name));
        let mut known = BTreeSet::from(
            ["16bit", "32bit", "64bit", "unix", "windows", "wasm", "cross-compile"]
                .map(str::to_owned),
        );
        for triple in triples {
            known.insert(triple.to_owned());
            known.extend(triple.split('-').map(str::to_owned));
        }
        Target {
            triple: triple.to_owned(),
            host: host.to_owned(),
            program: format!("a{}", specification.exe_suffix),
            holds,
            known,
            sanitizers: specification.supported_sanitizers,
            unwinds: value("panic") == "unwind",
            has_subprocess,
            without: Vec::new(),
            backend: LLVM.to_owned(),
        }
    }

    /// Whether a test with these directives runs.
    pub fn decide(&self, directives: &Directives) -> Decision {
        let mut decision = Decision::Run;
        if directives.ignore_backends.contains(&self.backend) {
            decision = Decision::Ignore;
        }
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
        if self.without.iter().any(|other| other == name) {
            return Some(false);
        }
        Some(match name {
            "threads" => !wasm || self.triple.contains("threads"),
            "subprocess" => self.has_subprocess,
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
        let specification = Specification {
            supported_sanitizers: ["cfi".to_owned()].into(),
            exe_suffix: String::new(),
        };
        let triple = "x86_64-unknown-linux-gnu";
        Target::from(triple, triple, cfg, specification, TRIPLES.into_iter())
    }

    fn wasm() -> Target {
        let cfg = "panic=\"abort\"\ntarget_arch=\"wasm32\"\ntarget_env=\"p1\"\n\
            target_family=\"wasm\"\ntarget_os=\"wasi\"\ntarget_pointer_width=\"32\"\n";
        let specification = Specification { exe_suffix: ".wasm".to_owned(), ..Default::default() };
        let host = "x86_64-unknown-linux-gnu";
        Target::from("wasm32-wasip1", host, cfg, specification, TRIPLES.into_iter())
    }

    const TRIPLES: [&str; 3] =
        ["x86_64-unknown-linux-gnu", "aarch64-apple-darwin", "wasm32-wasip1"];

    fn decide_for(target: &Target, text: &str) -> Decision {
        target.decide(&Directives::read(text, None).unwrap())
    }

    fn decide(text: &str) -> Decision {
        decide_for(&linux(), text)
    }

    #[test]
    fn another_machine() {
        let target = wasm();
        assert_eq!(target.program, "a.wasm");
        for runs in ["only-32bit", "only-wasm32", "only-wasi", "only-cross-compile", "ignore-64bit"]
        {
            assert_eq!(decide_for(&target, &format!("//@ {runs}")), Decision::Run, "{runs}");
        }
        for name in ["unwind", "threads", "subprocess"] {
            let needs = format!("//@ needs-{name}");
            assert_eq!(decide_for(&target, &needs), Decision::Ignore, "{name}");
            assert_eq!(decide(&needs), Decision::Run, "{name}");
        }
        assert_eq!(decide("//@ only-wasm32"), Decision::Ignore);
        assert_eq!(decide("//@ only-cross-compile"), Decision::Ignore);
    }

    #[test]
    fn other_programs() {
        let target = Target { without: vec!["threads".to_owned()], ..linux() };
        assert_eq!(decide_for(&target, "//@ needs-threads"), Decision::Ignore);
        assert_eq!(decide_for(&target, "//@ needs-subprocess"), Decision::Run);
    }

    #[test]
    fn another_code_generator() {
        let target = Target { backend: "cranelift".to_owned(), ..linux() };
        let text = "//@ ignore-backends: gcc cranelift";
        assert_eq!(decide_for(&target, text), Decision::Ignore);
        assert_eq!(decide(text), Decision::Run);
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
