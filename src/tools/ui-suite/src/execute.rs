//! Starts the program of a test.

use std::path::PathBuf;
use std::process::{Command, ExitStatus};

use ui_test::build_manager::BuildManager;
use ui_test::custom_flags::Flag;
use ui_test::per_test_config::TestConfig;
use ui_test::status_emitter::RevisionStyle;
use ui_test::{Error, Errored, TestOk};

use crate::auxiliary;
use crate::directives::{Directives, Goal};
use crate::normalise::{self, Places};
use crate::outcome::{EXECUTION, failure};

/// Starts the program and looks at how it ends.
#[derive(Clone, Debug)]
pub struct Execute {
    pub directives: Directives,
    pub places: Places,
    /// The name of the program's file.
    pub program: String,
    /// Where the toolchain's dynamic libraries are.
    pub libraries: Vec<PathBuf>,
    pub bless: bool,
    /// A program with arguments that the test's is started by.
    pub runner: Vec<String>,
}

/// Where the system looks for dynamic libraries.
const LIBRARY_PATH: &str = match () {
    () if cfg!(windows) => "PATH",
    () if cfg!(target_vendor = "apple") => "DYLD_LIBRARY_PATH",
    () => "LD_LIBRARY_PATH",
};

impl Flag for Execute {
    fn clone_inner(&self) -> Box<dyn Flag> {
        Box::new(self.clone())
    }

    fn must_be_unique(&self) -> bool {
        true
    }

    fn post_test_action(
        &self,
        config: &TestConfig,
        _: &std::process::Output,
        builds: &BuildManager,
    ) -> Result<(), Errored> {
        let this = self.clone();
        // `ui_test` lets nobody copy a test's own configuration; none of it is needed to run.
        let mut job = TestConfig::one_off_runner(config.config.clone(), self.places.file.clone());
        let name = config.extension(EXECUTION);
        job.status = config.status.for_revision(&name, RevisionStyle::Show);
        builds.add_new_job(job, move |job| {
            let extension = job.status.revision().to_owned();
            this.execute(&extension).map(|()| TestOk::Ok)
        });
        Ok(())
    }
}

impl Execute {
    fn execute(&self, extension: &str) -> Result<(), Errored> {
        let mut command = self.command();
        let output = command
            .output()
            .map_err(|error| failure(format!("{}: {error}", self.places.folder.display())))?;
        let stdout = String::from_utf8_lossy(&output.stdout);
        let stderr = String::from_utf8_lossy(&output.stderr);
        let mut errors = Vec::new();
        if !is_as_wanted(self.directives.goal(), output.status) {
            let sentence = format!("the program ended with {}", output.status);
            errors.push(Error::ConfigError(format!("{sentence}\n{stdout}{stderr}")));
        }
        for pattern in &self.directives.error_patterns {
            if !stderr.contains(pattern) {
                errors.push(Error::ConfigError(format!("not said: {pattern}\n{stderr}")));
            }
        }
        if self.directives.check_run_results {
            for (kind, said) in [("stdout", &stdout), ("stderr", &stderr)] {
                let path = self.places.file.with_extension(format!("{extension}.{kind}"));
                let said = normalise::normalise(said, &self.places).into_bytes();
                errors.extend(normalise::check(&path, said, self.bless));
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(Errored::new(errors, &format!("{command:?}"))) }
    }

    fn command(&self) -> Command {
        let program = self.places.folder.join(&self.program);
        let mut command = match self.runner.split_first() {
            Some((runner, arguments)) => {
                let mut command = Command::new(runner);
                command.args(arguments).arg(program);
                command
            }
            None => Command::new(program),
        };
        command
            .args(&self.directives.run_flags)
            .envs(self.directives.exec_env.iter().cloned())
            .current_dir(&self.places.folder)
            .stdin(std::process::Stdio::null());
        let given = std::env::var_os(LIBRARY_PATH).unwrap_or_default();
        let paths = [self.places.folder.join(auxiliary::FOLDER)]
            .into_iter()
            .chain(self.libraries.iter().cloned())
            .chain(std::env::split_paths(&given));
        // A path with a separator in it cannot be named to the system in any way.
        if let Ok(paths) = std::env::join_paths(paths) {
            command.env(LIBRARY_PATH, paths);
        }
        command
    }
}

/// Whether a program that ends like this has done what the test says.
fn is_as_wanted(goal: Goal, status: ExitStatus) -> bool {
    let fails = status.code().is_some_and(|code| (1..=127).contains(&code));
    match goal {
        Goal::RunFail => fails,
        Goal::RunCrash => !status.success() && !fails,
        Goal::RunFailOrCrash => !status.success(),
        _ => status.success(),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt;

    use super::*;

    #[test]
    fn ends() {
        let [success, failure, crash] = [0, 1 << 8, 6].map(ExitStatus::from_raw);
        for (goal, wanted) in [
            (Goal::RunPass, [true, false, false]),
            (Goal::RunFail, [false, true, false]),
            (Goal::RunCrash, [false, false, true]),
            (Goal::RunFailOrCrash, [false, true, true]),
        ] {
            let is = [success, failure, crash].map(|status| is_as_wanted(goal, status));
            assert_eq!(is, wanted, "{goal:?}");
        }
    }
}
