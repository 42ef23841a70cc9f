//! Crates that a test needs: built for it alone, as compiletest does.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use ui_test::Errored;
use ui_test::build_manager::{Build, BuildManager};
use ui_test::custom_flags::Flag;
use ui_test::per_test_config::TestConfig;

use crate::arguments::{self, Kind};
use crate::diagnostics;
use crate::directives::{Directives, Needed};
use crate::outcome::failure;
use crate::programs::Programs;

/// The folder for the crates, in the folder for a test's output.
pub const FOLDER: &str = "auxiliary";

/// The crates that one revision of a test needs.
#[derive(Clone, Debug)]
pub struct Auxiliary {
    pub rustc: PathBuf,
    /// The folder `auxiliary` beside the test.
    pub sources: PathBuf,
    /// Where the crates go.
    pub out: PathBuf,
    pub needed: Vec<Needed>,
    pub revision: Option<String>,
    pub revisions: Vec<String>,
    pub programs: Programs,
}

impl Flag for Auxiliary {
    fn clone_inner(&self) -> Box<dyn Flag> {
        Box::new(self.clone())
    }

    fn must_be_unique(&self) -> bool {
        true
    }

    fn apply(
        &self,
        command: &mut Command,
        config: &TestConfig,
        builds: &BuildManager,
    ) -> Result<(), Errored> {
        command.args(builds.build(self.clone(), &config.status)?);
        Ok(())
    }
}

impl Build for Auxiliary {
    fn build(&self, _: &BuildManager) -> Result<Vec<OsString>, Errored> {
        std::fs::create_dir_all(&self.out)
            .map_err(|error| failure(format!("{}: {error}", self.out.display())))?;
        let externs = self.build_all(&self.needed)?;
        let search = ["-L".into(), self.out.clone().into_os_string()];
        Ok(externs.into_iter().chain(search).collect())
    }

    fn description(&self) -> String {
        format!("crates for {}", self.out.display())
    }
}

impl Auxiliary {
    /// Builds crates after what they need themselves, and gives the flags that name them.
    fn build_all(&self, all: &[Needed]) -> Result<Vec<OsString>, Errored> {
        let mut externs = Vec::new();
        for needed in all {
            self.build_one(needed)?;
            if needed.is_proc_macro {
                let name = crate_name(&needed.file);
                let (begin, end) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
                let library = self.out.join(format!("{begin}{name}{end}"));
                externs.push("--extern".into());
                externs.push(format!("{name}={}", library.display()).into());
            }
        }
        Ok(externs)
    }

    fn build_one(&self, needed: &Needed) -> Result<(), Errored> {
        let file = self.sources.join(&needed.file);
        let shown = file.display();
        let text =
            std::fs::read_to_string(&file).map_err(|error| failure(format!("{shown}: {error}")))?;
        let revision = self.revision.as_deref();
        let directives = Directives::read(&text, revision).map_err(|all| {
            let lines = all.iter().map(|one| format!("{shown}:{}: {}", one.line, one.message));
            failure(lines.collect::<Vec<_>>().join("\n"))
        })?;
        let externs = self.build_all(&directives.auxiliary)?;
        let mut flags = arguments::of(Kind::Auxiliary, &directives, revision, &self.revisions);
        if !needed.is_proc_macro {
            self.programs.change(&mut flags);
            flags.extend(self.programs.target_flag().map(OsString::from));
        }
        let mut command = Command::new(&self.rustc);
        command
            .arg(&file)
            .args(flags)
            .args(externs)
            .args(crate_type(needed, &directives, &self.programs))
            .arg("--out-dir")
            .arg(&self.out)
            .arg("-L")
            .arg(&self.out)
            .envs(directives.rustc_env.iter().cloned())
            .env("RUSTC_BOOTSTRAP", "1");
        let output = command.output().map_err(|error| failure(format!("{command:?}: {error}")))?;
        if output.status.success() {
            return Ok(());
        }
        let said = diagnostics::rendered(&output.stderr);
        Err(failure(format!("{shown} does not compile:\n{said}{command:?}")))
    }
}

/// A dynamic library, so that the standard library is there once, unless the file says
/// that it must not be.
fn crate_type(needed: &Needed, directives: &Directives, programs: &Programs) -> Vec<&'static str> {
    if needed.is_proc_macro {
        vec!["--crate-type=proc-macro", "--extern=proc_macro"]
    } else if directives.no_prefer_dynamic {
        vec![]
    } else if programs.are_of_one_piece() {
        vec!["--crate-type=rlib"]
    } else {
        vec!["--crate-type=dylib"]
    }
}

fn crate_name(file: &str) -> String {
    Path::new(file).file_stem().unwrap_or_default().to_string_lossy().replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_crates() {
        let dynamic = Directives::default();
        let own = Directives::read("//@ no-prefer-dynamic", None).unwrap();
        let plain = Programs::default();
        let checked = Programs { flags: vec!["-g".to_owned()], ..plain.clone() };
        let elsewhere = Programs { target: Some("x".to_owned()), ..plain.clone() };
        let needed = |is_proc_macro| Needed { file: "a-b.rs".to_owned(), is_proc_macro };
        assert_eq!(crate_type(&needed(false), &dynamic, &plain), ["--crate-type=dylib"]);
        assert_eq!(crate_type(&needed(false), &dynamic, &checked), ["--crate-type=rlib"]);
        assert_eq!(crate_type(&needed(false), &dynamic, &elsewhere), ["--crate-type=rlib"]);
        assert!(crate_type(&needed(false), &own, &plain).is_empty());
        assert_eq!(crate_type(&needed(true), &own, &checked)[0], "--crate-type=proc-macro");
        assert_eq!(crate_name("a-b.rs"), "a_b");
    }
}
