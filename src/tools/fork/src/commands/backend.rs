//! `x.py test --backend cranelift`: the programs of the run-pass tests, made by another code generator.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::commands::suite::tally::Tally;
use crate::commands::ui_suite;
use crate::host::fsutil;
use crate::host::process;
use crate::host::progress::Progress;
use crate::host::stage0::Stage0;
use crate::project::Project;
use crate::series::ready::base_x;

/// The code generators that the base carries, and can be tested on their own.
const BACKENDS: [&str; 1] = ["cranelift"];

/// Which one is meant.
///
/// # Errors
///
/// There is none of this name.
pub fn named(name: &str) -> Result<&'static str> {
    let Some(backend) = BACKENDS.into_iter().find(|backend| *backend == name) else {
        bail!("no code generator `{name}`: there is {}", BACKENDS.join(", "))
    };
    Ok(backend)
}

/// Builds it into build/rust's stage1.
pub fn build(project: &Project, backend: &str) -> Result<()> {
    let what = format!("build the code generator {backend}");
    Progress::new(&project.layout, 1).step(&what, || {
        process::before_build()?;
        let backends = format!("rust.codegen-backends=[\"llvm\", \"{backend}\"]");
        let package = format!("rustc_codegen_{backend}");
        process::run(base_x(project).args(["build", "--stage", "1", "--set", &backends, &package]))
    })
}

/// Compiles and runs the programs, and counts.
///
/// # Errors
///
/// The toolchain does not have the code generator.
pub fn count(
    project: &Project,
    stage0: &Stage0,
    rustc: &Path,
    backend: &str,
    filters: &[OsString],
) -> Result<Tally> {
    let Some(toolchain) = rustc.ancestors().nth(2) else { bail!("{} is nowhere", rustc.display()) };
    let folder = toolchain.join("lib/rustlib").join(&stage0.host).join("codegen-backends");
    let library = format!("librustc_codegen_{backend}");
    let is_it = |path: &PathBuf| path.to_string_lossy().starts_with(&library);
    if !folder.is_dir() || !fsutil::walk(&folder, &|_| false)?.iter().any(is_it) {
        bail!(
            "{} has no {library}: build it with `./x.py build --set \
             'rust.codegen-backends=[\"llvm\", \"{backend}\"]' rustc_codegen_{backend}`",
            folder.display()
        );
    }
    let mut runner = ui_suite::runner_on(project, stage0, rustc);
    runner
        .arg(format!("--flag=-Zcodegen-backend={backend}"))
        // As the base builds it, it does not unwind.
        .arg("--flag=-Cpanic=abort")
        .args(filters);
    ui_suite::count_by(&mut runner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert_eq!(named("cranelift").unwrap(), "cranelift");
        assert!(named("craneleft").unwrap_err().to_string().contains("there is cranelift"));
    }
}
