//! Whether the compiler did what the test says.

use std::process::Output;

use ui_test::build_manager::BuildManager;
use ui_test::custom_flags::Flag;
use ui_test::per_test_config::TestConfig;
use ui_test::{Error, Errored};

use crate::annotations::{self, Expected};
use crate::diagnostics;
use crate::directives::{Directives, Goal};
use crate::normalise::{self, Places};
use crate::outcome::failure;

/// Looks at the compiler's exit code, its outputs and its diagnostics.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub directives: Directives,
    pub expected: Vec<Expected>,
    pub places: Places,
    pub bless: bool,
}

impl Flag for Verdict {
    fn clone_inner(&self) -> Box<dyn Flag> {
        Box::new(self.clone())
    }

    fn must_be_unique(&self) -> bool {
        true
    }

    fn post_test_action(
        &self,
        config: &TestConfig,
        output: &Output,
        builds: &BuildManager,
    ) -> Result<(), Errored> {
        let command = config.build_command(builds)?;
        let goal = self.directives.goal();
        let mut errors = Vec::new();
        let mut say = |sentence: String| errors.push(Error::ConfigError(sentence));
        let rendered = diagnostics::rendered(&output.stderr);
        match output.status.code() {
            Some(0) if !goal.compiles() => say("the compiler emitted no error".to_owned()),
            Some(0) => {}
            Some(1) if !goal.compiles() => {}
            Some(1) => say(format!("the compiler emitted an error:\n{rendered}")),
            _ => say(format!("the compiler ended with {}:\n{rendered}", output.status)),
        }
        if goal == Goal::BuildFail {
            self.check_passes(config, builds)?;
        }
        errors.extend(self.compare("stderr", &rendered, config));
        errors.extend(self.compare("stdout", &String::from_utf8_lossy(&output.stdout), config));
        errors.extend(self.compare_diagnostics(output).map(Error::ConfigError));
        let fixed = self.places.file.with_extension(config.extension("fixed"));
        if self.directives.rustfix.is_none() && fixed.exists() {
            let sentence = format!("{} without `run-rustfix`", fixed.display());
            errors.push(Error::ConfigError(sentence));
        }
        if errors.is_empty() { Ok(()) } else { Err(Errored::new(errors, &format!("{command:?}"))) }
    }
}

impl Verdict {
    fn compare(&self, kind: &str, said: &str, config: &TestConfig) -> Option<Error> {
        let path = self.places.file.with_extension(config.extension(kind));
        normalise::check(&path, normalise::normalise(said, &self.places).into_bytes(), self.bless)
    }

    fn compare_diagnostics(&self, output: &Output) -> impl Iterator<Item = String> {
        let mut messages = diagnostics::messages(&self.places.file, &output.stderr);
        for message in &mut messages {
            message.text = normalise::normalise(&message.text, &self.places);
        }
        let optional = &self.directives.dont_require_annotations;
        let mut differences = annotations::differences(&self.expected, &messages, optional);
        if !self.directives.goal().runs() {
            let said = String::from_utf8_lossy(&output.stderr);
            for pattern in &self.directives.error_patterns {
                if !said.contains(pattern) {
                    differences.push(format!("not said: {pattern}"));
                } else if messages.iter().any(|message| message.text.contains(pattern)) {
                    differences.push(format!("`{pattern}` can be annotated"));
                }
            }
        }
        differences.into_iter()
    }

    /// What must fail in code generation must not fail before.
    fn check_passes(&self, config: &TestConfig, builds: &BuildManager) -> Result<(), Errored> {
        let mut command = config.build_command(builds)?;
        let output = command.arg("--emit=metadata").output();
        let output = output.map_err(|error| failure(format!("{command:?}: {error}")))?;
        if output.status.success() {
            return Ok(());
        }
        let said = diagnostics::rendered(&output.stderr);
        Err(failure(format!("analysis fails already:\n{said}")))
    }
}
